// What a rule does: steps one after the other, each with the form of the module that offers it.
import { ActionIcon, Button, Menu, Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useT } from '#kernel/web/index.tsx'
import type { ChosenStep } from '../../contract.ts'
import classes from '../rules.module.css'
import { newStep } from './draft.ts'
import { Signing } from './signing.tsx'
import { StepParams } from './step-params.tsx'
import type { Subject } from './use-subject.ts'

type Props = {
  subject: Subject
  steps: readonly ChosenStep[]
  onChange: (steps: ChosenStep[]) => void
  errorAt: (pointer: string) => string | null
}

const MOST = 10

export function StepsEditor({ subject, steps, onChange, errorAt }: Props) {
  const t = useT()
  const nameOf = (step: string) => subject.wordOf(`rule_step.${step}`)
  const move = (from: number, to: number) => {
    const next = [...steps]
    next.splice(to, 0, ...next.splice(from, 1))
    onChange(next)
  }
  const missing = errorAt('/steps')
  return (
    <>
      <ol className={classes['steps']}>
        {steps.map((chosen, index) => {
          const params = subject.offered.steps.find(({ name }) => name === chosen.step)?.params
          const name = nameOf(chosen.step)
          return (
            <li key={index} className={classes['step']} aria-label={name}>
              <div className={classes['step-head']}>
                <strong>{name}</strong>
                <ActionIcon
                  aria-label={t('rules.up', { name })}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                >
                  <IconArrowUp size={16} stroke={1.5} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('rules.down', { name })}
                  disabled={index === steps.length - 1}
                  onClick={() => move(index, index + 1)}
                >
                  <IconArrowDown size={16} stroke={1.5} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('rules.remove_named', { name })}
                  onClick={() => onChange(steps.filter((_one, at) => at !== index))}
                >
                  <IconX size={16} stroke={1.5} />
                </ActionIcon>
              </div>
              {params ? (
                <StepParams
                  subject={subject}
                  chosen={chosen}
                  params={params}
                  errorAt={(param) => errorAt(`/steps/${index}/params/${param}`)}
                  onChange={(next) => onChange(steps.map((one, at) => (at === index ? { ...one, params: next } : one)))}
                />
              ) : (
                <Text c="red">{t('rule_code.step_off')}</Text>
              )}
              {chosen.step === 'webhook' && <Signing />}
            </li>
          )
        })}
      </ol>
      {missing && (
        <Text size="xs" c="red" role="alert">
          {missing}
        </Text>
      )}
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button
            variant="default"
            size="compact-sm"
            disabled={steps.length >= MOST}
            leftSection={<IconPlus size={16} stroke={1.5} />}
          >
            {t('rules.add_step')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {subject.offered.steps.map(({ name }) => (
            <Menu.Item key={name} onClick={() => onChange([...steps, newStep(subject.offered, name)])}>
              {nameOf(name)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Text size="xs" className="wn-quiet">
        {t('rules.places_hint', { braces: '{{title}} {{rule}} {{link}}' })}
      </Text>
    </>
  )
}
