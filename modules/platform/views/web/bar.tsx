// What may be done when a list shows something else than its view: keep it, keep it under another name, go back.
import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { toast, useCommand, useT } from '#kernel/web/index.tsx'
import { type Viewing, views } from '../contract.ts'
import { useShelf } from './use-shelf.ts'
import classes from './views.module.css'

const ViewForm = lazy(() => import('./view-form.tsx'))

export default function ViewsBar(viewing: Viewing) {
  const { entity, chosen, kept, isModified, go } = viewing
  const t = useT()
  const shelf = useShelf(viewing)
  const [isNew, setNew] = useState(false)
  const view = shelf.views.find(({ id }) => id === chosen)
  const updating = useCommand(views.update, {
    onDone: ({ id }) => go(id),
    onProblem: () => toast(t('views.not_kept'), { tone: 'problem' }),
  })
  if (!isModified) return null
  return (
    <div className={classes['bar']} role="group" aria-label={t('views.modified')}>
      {view && <span className={classes['modified']}>{t('views.modified')}</span>}
      {view && shelf.mayKeep(view) && (
        <Button
          size="compact-sm"
          variant="light"
          loading={updating.isPending}
          onClick={() => void updating.run({ id: view.id, ...kept })}
        >
          {t('do.save')}
        </Button>
      )}
      {shelf.mayCreate && (
        <Button size="compact-sm" variant={view ? 'subtle' : 'light'} onClick={() => setNew(true)}>
          {t(view ? 'views.save_as' : 'views.save')}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => go(chosen)}>
        {t('views.reset')}
      </Button>
      {isNew && (
        <Suspense fallback={null}>
          <ViewForm
            entity={entity.name}
            kept={kept}
            onClose={() => setNew(false)}
            onDone={({ id }) => {
              setNew(false)
              go(id)
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
