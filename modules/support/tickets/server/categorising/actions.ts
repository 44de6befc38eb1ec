// What categorisation adds to the tickets' module.
import { implement } from '#kernel/server/module.ts'
import { categoryLearning, suggesting } from '../../contract/categorising.ts'
import { tables, type TagTable } from '../tables.ts'
import { askToLearn, learning, learningJobs, setThreshold } from './learn.ts'
import { categorise, suggestion, suggestionSubscriptions } from './suggest.ts'

const bound = { tables, extra: {} as TagTable }

export const categorisingActions = [
  ...implement(suggesting, bound, { suggestion, categorise }),
  ...implement(categoryLearning, bound, { get: learning, set: setThreshold, train: askToLearn }),
]
export const categorisingJobs = learningJobs
export { suggestionSubscriptions }
