// When a part of the interface breaks: the rest goes on, and the person knows what to do.
import { Component, type ReactNode } from 'react'
import { Button } from '@mantine/core'
import { IconMoodSad } from '@tabler/icons-react'
import { EmptyState } from '#ui/empty-state.tsx'
import { Problem } from '../../contract/index.ts'
import { useT } from '../language/hooks.tsx'
import { ProblemAlert } from './problem-alert.tsx'

type Broken = { error: unknown }

/** Catches what breaks while drawing; React has no other way than a class for this. */
export class ErrorBoundary extends Component<{ children: ReactNode }, Broken> {
  override state: Broken = { error: null }
  static getDerivedStateFromError = (error: unknown): Broken => ({ error })
  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return <PageError error={error} onRetry={() => this.setState({ error: null })} />
  }
}

export function PageError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useT()
  if (error instanceof Problem) return <ProblemAlert problem={error} onRetry={onRetry} />
  const details = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return (
    <div role="alert">
      <EmptyState
        icon={<IconMoodSad size={24} stroke={1.5} />}
        title={t('broken.title')}
        action={
          <div className="wn-actions">
            <Button onClick={onRetry}>{t('do.retry')}</Button>
            <Button variant="default" onClick={() => location.reload()}>
              {t('do.reload')}
            </Button>
          </div>
        }
      >
        <p>{t('broken.text')}</p>
        <p>
          <code className="wn-quiet">{details}</code>
        </p>
      </EmptyState>
    </div>
  )
}
