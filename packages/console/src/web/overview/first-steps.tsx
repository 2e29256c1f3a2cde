/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { Section } from '../parts/section.tsx'
import { listSteps } from './list-steps.ts'
import type { ControlOverview } from './read-overview.ts'

/** Leads by the hand from an empty installation to the first delivered event; nothing once all is done. */
export function FirstSteps({
  control,
  isOperator,
}: {
  readonly control: ControlOverview
  readonly isOperator: boolean
}): VNode | null {
  const steps = listSteps(control)
  const next = steps.find(({ isDone }) => !isDone)
  if (next === undefined) return null
  return (
    <Section title="First steps">
      <ol class="steps card">
        {steps.map((step) => (
          <li key={step.text} class={step.isDone ? 'done' : undefined} aria-current={step === next && 'step'}>
            {step === next && isOperator ? (
              <a class="button" href={step.href}>
                {step.text}
              </a>
            ) : (
              <strong>{step.text}</strong>
            )}{' '}
            <span>{step.isDone ? 'done' : step.why}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
