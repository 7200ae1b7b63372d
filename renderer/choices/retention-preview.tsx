import './choices.css';
import type { ComponentChildren, JSX } from 'preact';
import type { Described, WindowProblem } from '../../src/shared/contract/described.ts';
import type { PruneResult } from '../../src/shared/status.ts';
import { viewState } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { now } from '../base/now.ts';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { copiesOf } from './preview.ts';
import { SectionError } from './section-error.tsx';
import type { Preview, RetentionChange } from './use-previews.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatMoment } from '../../src/messages/dates.ts';

interface RetentionPreviewProps {
  readonly change: RetentionChange;
  readonly children?: ComponentChildren;
}

/** What the numbers would do to the copies that are there; never that there are none where nobody has looked. */
export const RetentionPreview = ({ change, children }: RetentionPreviewProps): JSX.Element => (
  <PreviewBox>
    <KnownOrNot change={change} />
    {children}
  </PreviewBox>
);

export const PreviewBox = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <div class="retention-preview">
    <p class="strong">{messages.choices.retention.preview}</p>
    {children}
  </div>
);

export const KnownOrNot = ({ change }: { readonly change: RetentionChange }): JSX.Element =>
  change.isKnown ? <Going preview={change} isAsked={change.isAsked} /> : <Unknown />;

/** @param isAsked - an answer is on its way as long as there is none */
export const Going = ({ preview, isAsked }: { readonly preview: Preview; readonly isAsked: boolean }): JSX.Element => {
  const { plan, problem } = preview;
  return (
    <>
      <div role="status">
        {isAsked && plan === null && problem === null && <p class="quiet">{messages.choices.retention.looking}</p>}
        {plan && <GoingText plan={plan} />}
      </div>
      <SectionError problem={problem} />
    </>
  );
};

/** Only the user's own word asks Apple. */
const Unknown = (): JSX.Element => {
  const { run, pending, problem } = useCommand('backups.list');
  const half = useSignal<WindowProblem | null>(null);
  const look = async (): Promise<void> => {
    const result = await run({ allInstances: false, fresh: true });
    // A side that could not be asked leaves the other one unknown, too.
    half.value = result.ok ? (result.value.problems[0] ?? null) : null;
  };
  const state = viewState.value;
  const canLook = state?.status.signIn != null && state.status.home !== null;
  return (
    <>
      <div class="line-apart">
        <p role="status">{pending ? messages.choices.retention.lookingThere : messages.choices.retention.unknown}</p>
        {canLook && (
          <Button pending={pending} onClick={() => void look()}>
            {messages.choices.retention.look}
          </Button>
        )}
      </div>
      <SectionError problem={problem ?? half.value} />
    </>
  );
};

const summaryOf = (plan: Described<PruneResult>): string => {
  const { kept, going, later } = copiesOf(plan);
  if (plan.held !== null && later > 0) return messages.choices.retention.held(later);
  return going.length === 0
    ? messages.choices.retention.nothing(kept + later)
    : messages.choices.retention.some(going.length, kept);
};

/** More names than this say nothing more. */
const namedCopies = 5;

const GoingText = ({ plan }: { readonly plan: Described<PruneResult> }): JSX.Element => {
  const { going, later } = copiesOf(plan);
  const rest = going.length - namedCopies;
  return (
    <div class="stack-small">
      {plan.held && <ProblemCard problem={plan.held} tone="warn" actions={null} />}
      <p>{summaryOf(plan)}</p>
      {going.length > 0 && (
        <ul class="retention-going">
          {going.slice(0, namedCopies).map(({ archive, name, date }) => (
            <li key={archive}>{messages.choices.retention.dateOf(name, formatMoment(date, now.value) ?? '')}</li>
          ))}
          {rest > 0 && <li class="quiet">{messages.choices.retention.more(rest)}</li>}
        </ul>
      )}
      {later > 0 && plan.held === null && <p>{messages.choices.retention.later(later)}</p>}
    </div>
  );
};
