import type { JSX } from 'preact';
import { checkVerdict, isSalvageable, type CheckVerdict } from '../../../src/shared/check-verdict.ts';
import type { Described } from '../../../src/shared/contract/described.ts';
import type { CheckResult } from '../../../src/shared/status.ts';
import { Tile } from '../../base/components/badge.tsx';
import { Button } from '../../base/components/button.tsx';
import { ProblemCard } from '../../base/components/problem-card.tsx';
import type { IconName } from '../../base/components/icon.tsx';
import type { Tone } from '../../base/components/tone.ts';
import { KeyFields, neededFrom, useKeyDraft, type KeyDraft } from '../../choices/key-fields.tsx';
import { Inside } from '../details/inside.tsx';
import { RungList } from '../details/proof-list.tsx';
import { rungsOfFile } from '../details/rungs.ts';
import { SalvageOffer } from '../details/salvage-offer.tsx';
import { useFileInHand } from '../details/use-inside.ts';
import { FileFacts } from './file-facts.tsx';
import type { CheckFileUse } from './use-check-file.ts';
import { messages } from '../../../src/messages/windows.ts';
import { capitalized } from '../../../src/messages/format.ts';

type Found = Described<CheckResult>;

const good = { tone: 'ok', icon: 'shield' } as const;
const odd = { tone: 'warn', icon: 'warning' } as const;
const bad = { tone: 'danger', icon: 'octagon' } as const;

const looks: Readonly<Record<CheckVerdict, { readonly tone: Tone; readonly icon: IconName }>> = {
  intact: good,
  opens: good,
  readable: good,
  sensible: good,
  probably: good,
  doubtful: odd,
  unusual: odd,
  notABackup: odd,
  notUnderstood: odd,
  notRestorable: bad,
  badInside: bad,
  otherKey: odd,
};

interface FoundOutProps {
  readonly found: Found;
  readonly use: CheckFileUse;
  readonly isBusy: boolean;
}

/** What the check came to, first in one sentence; then everything that can be done. */
export const FoundOut = ({ found, use, isBusy }: FoundOutProps): JSX.Element => {
  const verdict = checkVerdict(found);
  const isBackup = verdict !== 'notABackup';
  const asksKey = found.levels.some(({ problem }) => wantsKey.has(problem?.code ?? ''));
  const salvages = isSalvageable(found);
  const draft = useKeyDraft();
  const beside = asksKey ? { draft } : {};
  const source = useFileInHand();
  return (
    <>
      <Verdict found={found} verdict={verdict} />
      {asksKey && <ItsKey draft={draft} use={use} isBusy={isBusy} />}
      {salvages && <SalvageOffer file="held" isBusy={isBusy} {...beside} />}
      {isBackup && (
        <>
          <h3>{messages.details.inside.title}</h3>
          <Inside
            source={source}
            salvages={salvages ? null : 'held'}
            words={messages.file.inside}
            isBusy={isBusy}
            {...beside}
          />
          <h3>{messages.details.proof.title}</h3>
          <RungList rungs={rungsOfFile(found)} />
        </>
      )}
      <h3>{messages.details.facts.title}</h3>
      <FileFacts found={found} />
    </>
  );
};

/** Another key is what would tell more. */
const wantsKey: ReadonlySet<string> = new Set(['proof.key-needed', 'proof.wrong-key']);

const Verdict = ({ found, verdict }: { readonly found: Found; readonly verdict: CheckVerdict }): JSX.Element => {
  const words: Readonly<Record<string, string>> = { ...messages.defects, ...messages.doubts };
  return (
    <div class="hero-head" role="status">
      <Tile {...looks[verdict]} />
      <div class="hero-words">
        <p class="strong verdict">{messages.file.verdicts[verdict]}</p>
        {found.problem && <p class="quiet">{found.problem.cause}</p>}
        {verdict === 'notUnderstood' && <p class="quiet">{messages.file.mayBeFine}</p>}
        {found.defects.map(({ kind, part }) => (
          <p key={`${kind} ${part}`} class="quiet">
            {messages.file.defect(capitalized(words[kind] ?? kind), part)}
          </p>
        ))}
      </div>
    </div>
  );
};

interface ItsKeyProps extends Pick<FoundOutProps, 'use' | 'isBusy'> {
  readonly draft: KeyDraft;
}

/** None of the known keys opens it: somebody may have the one of then. */
const ItsKey = ({ draft, use, isBusy }: ItsKeyProps): JSX.Element => (
  <form
    class="well stack-small"
    noValidate
    onSubmit={(event) => {
      event.preventDefault();
      const key = neededFrom(draft);
      if (key !== undefined && !isBusy) use.check(key);
    }}
  >
    <p>{messages.file.key.lead}</p>
    {use.problem && <ProblemCard problem={use.problem} alert isMain={false} actions={null} />}
    <KeyFields draft={draft} label={messages.file.key.label} />
    <div>
      <Button type="submit" icon="key" pending={use.pending} disabled={isBusy && !use.pending}>
        {messages.file.key.check}
      </Button>
    </div>
  </form>
);
