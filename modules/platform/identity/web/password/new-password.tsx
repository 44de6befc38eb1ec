// A new password, with the organisation's rules beside it as one types.
import { PasswordInput } from '@mantine/core'
import { IconCheck, IconPoint } from '@tabler/icons-react'
import { useT } from '#kernel/web/index.tsx'
import { brokenRules, type Holder, type PasswordPolicy, type Rule, RULES } from '../../contract.ts'
import classes from './password.module.css'

export type NewPasswordProps = {
  label: string
  value: string
  onChange: (value: string) => void
  policy: PasswordPolicy | undefined
  holder: Holder
  error?: string | null
  disabled?: boolean
  size?: string
  autoFocus?: boolean
}

export function NewPassword({ label, value, onChange, policy, holder, error, ...rest }: NewPasswordProps) {
  const t = useT()
  return (
    <div>
      <PasswordInput
        {...rest}
        label={label}
        error={error}
        name="password"
        required
        withAsterisk={false}
        autoComplete="new-password"
        dir="ltr"
        aria-describedby={policy ? 'password-rules' : undefined}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password') }}
      />
      {policy && <Rules policy={policy} password={value} holder={holder} />}
    </div>
  )
}

function Rules({ policy, password, holder }: { policy: PasswordPolicy; password: string; holder: Holder }) {
  const t = useT()
  const broken = brokenRules(policy, password, holder)
  const params: Record<Rule, Record<string, number>> = {
    length: { count: policy.min_length },
    kinds: { count: policy.kinds },
    common: {},
    personal: {},
  }
  return (
    <ul className={classes['rules']} id="password-rules">
      {RULES.filter((rule) => rule !== 'kinds' || policy.kinds > 1).map((rule) => {
        const kept = password !== '' && !broken.has(rule)
        const Sign = kept ? IconCheck : IconPoint
        return (
          <li key={rule} data-kept={kept || undefined}>
            <Sign size={16} stroke={1.5} aria-hidden="true" />
            <span>
              {t(`password_rule.${rule}`, params[rule])}
              {kept && <span className="wn-hidden">{` (${t('password_rule.kept')})`}</span>}
            </span>
          </li>
        )
      })}
      {policy.remembered > 0 && (
        <li>
          <IconPoint size={16} stroke={1.5} aria-hidden="true" />
          <span>{t('password_rule.reused', { count: policy.remembered })}</span>
        </li>
      )}
    </ul>
  )
}
