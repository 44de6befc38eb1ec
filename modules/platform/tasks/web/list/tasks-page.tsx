// All tasks that one may see, as a list.
import { Button } from '@mantine/core'
import { IconCalendar, IconChecklist, IconPlus } from '@tabler/icons-react'
import {
  EntityList,
  Link,
  Reference,
  RowsSkeleton,
  type SavedList,
  SideDrawer,
  SlotOutlet,
  toast,
  useAddress,
  useListing,
  useMe,
  useRowEditing,
  useSavedView,
  useT,
  useViewingOf,
} from '#kernel/web/index.tsx'
import { bulkBar, bulkStrip } from '#modules/platform/bulk/contract.ts'
import { exportButton } from '#modules/platform/imports/contract.ts'
import { View, views, viewsBar, viewsColumn } from '#modules/platform/views/contract.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { EXPORT_TASKS, Task, TASK_LINE, tasks } from '../../contract.ts'
import { DueWords } from '../due-words.tsx'
import { TaskForm } from '../task-form.tsx'
import { useTaskListing } from './listing.ts'
import { useOffers } from './offers.ts'

export default function TasksPage() {
  const saved = useSavedView(Task, views.shelf, View)
  return saved === undefined ? <RowsSkeleton height={40} /> : <Tasks saved={saved} />
}

function Tasks({ saved }: { saved: SavedList | null }) {
  const t = useT()
  const { may } = useMe()
  const { search, setSearch } = useAddress()
  const listing = useTaskListing()
  const { shown, onShow, go } = useListing(listing, saved)
  const viewing = useViewingOf(listing, tasks.list, shown, go)
  const offers = useOffers()
  const editing = useRowEditing(Task, tasks.update, {
    except: ['title', 'description', 'record', 'entity'],
    onProblem: (problem) => toast(t(`problem.${problem.code}`, problem.params)),
  })
  const create = may(tasks.create.can) && (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setSearch({ new: 'yes' })}>
      {t('task.new')}
    </Button>
  )
  const close = () => setSearch({ new: undefined })
  return (
    <>
      <EntityList
        listing={listing}
        of={Task}
        list={tasks.list}
        fields={TASK_LINE}
        shown={shown}
        onShow={onShow}
        editing={editing}
        cells={{
          title: { cell: ({ title }) => <bdi>{title}</bdi> },
          due: { width: '270px', cell: (task) => <DueWords task={task} /> },
          state: { width: '120px' },
          assignee: { width: '190px' },
          record: {
            width: '200px',
            hideOnPhone: true,
            cell: ({ entity, record }) => (entity && record ? <Reference entity={entity} id={record} plain /> : '—'),
          },
          created_at: { width: '150px', hideOnPhone: true },
          updated_at: { width: '150px', hideOnPhone: true },
        }}
        views={<SlotOutlet of={viewsColumn} {...viewing} />}
        bar={<SlotOutlet of={viewsBar} {...viewing} />}
        bulk={({ selection, count, clear }) => (
          <SlotOutlet
            of={bulkBar}
            entity={Task.name}
            selection={selection}
            count={count}
            offers={offers}
            onStarted={clear}
          />
        )}
        strip={<SlotOutlet of={bulkStrip} entity={Task.name} />}
        create={
          <>
            <Button
              component={Link}
              to="/tasks/calendar"
              variant="default"
              leftSection={<IconCalendar size={16} stroke={1.5} />}
            >
              {t('tasks.calendar')}
            </Button>
            <SlotOutlet
              of={exportButton}
              entity={Task.name}
              action={tasks.export}
              clear={EXPORT_TASKS}
              filter={viewing.kept.filters}
              title={t('task.many')}
            />
            {create}
          </>
        }
        empty={
          <EmptyState icon={<IconChecklist size={24} stroke={1.5} />} title={t('task.empty')} action={create}>
            {t('task.empty_text')}
          </EmptyState>
        }
      />
      <SideDrawer title={t('task.new')} opened={search['new'] === 'yes'} onClose={close}>
        <TaskForm onDone={close} onCancel={close} />
      </SideDrawer>
    </>
  )
}
