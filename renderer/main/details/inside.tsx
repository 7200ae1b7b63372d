import type { JSX } from 'preact';
import type { Described } from '../../../src/shared/contract/described.ts';
import type { Extracted, InsidePart } from '../../../src/shared/inside.ts';
import { Button } from '../../base/components/button.tsx';
import { Icon } from '../../base/components/icon.tsx';
import { ProblemCard } from '../../base/components/problem-card.tsx';
import { givenFrom, KeyFields, useKeyDraft, type KeyDraft } from '../../choices/key-fields.tsx';
import { PartFiles } from './part-files.tsx';
import { SalvageOffer } from './salvage-offer.tsx';
import { useInside, type InsideSource, type InsideUse } from './use-inside.ts';
import type { Salvageable } from '../../../src/shared/vocabulary.ts';
import { messages } from '../../../src/messages/windows.ts';
import { formatBytes } from '../../../src/messages/format.ts';

/** What differs between a copy that comes down and a file that is here. */
type OwnWords = Pick<(typeof messages)['details']['inside'], 'lead' | 'files' | 'filesOf'>;

interface InsideProps {
  readonly source: InsideSource;
  /** Which file is the damaged one, where it is damaged; null: that is offered elsewhere. */
  readonly salvages: Salvageable | null;
  /** Of the key that is asked for beside it; left out: it is asked for here. */
  readonly draft?: KeyDraft;
  readonly words: OwnWords;
  readonly isBusy: boolean;
}

/** What is in the backup, read when somebody asks; one file or folder of it can be taken out. */
export const Inside = ({ source, salvages, words: own, isBusy, ...beside }: InsideProps): JSX.Element => {
  const inside = useInside(source);
  const ownDraft = useKeyDraft();
  const draft = beside.draft ?? ownDraft;
  const words = messages.details.inside;
  const { contents } = inside;
  const isTorn = contents?.problems.some(({ code }) => code === 'inside.torn') === true;
  const isLocked = contents?.parts.some(({ encrypted, files }) => encrypted && files === null) === true;
  return (
    <>
      {contents === null ? (
        <div class="line-apart">
          <span class="quiet small">{own.lead}</span>
          <Button icon="search" pending={inside.pending} disabled={isBusy} onClick={inside.look}>
            {words.look}
          </Button>
        </div>
      ) : (
        <>
          {contents.problems.map((problem) => (
            <ProblemCard key={problem.code} problem={problem} tone="warn" actions={null} />
          ))}
          {(isLocked || isTorn) && beside.draft === undefined && (
            <div class="well stack-small">
              <KeyFields draft={draft} hint={words.keyHint} />
            </div>
          )}
          {isTorn && salvages !== null && <SalvageOffer isBusy={isBusy} file={salvages} draft={draft} />}
          <ul class="parts" aria-label={words.parts}>
            {contents.parts.map((part) => (
              <PartLine key={part.name} part={part} inside={inside} own={own} draft={draft} isBusy={isBusy} />
            ))}
          </ul>
        </>
      )}
      {inside.problem && <ProblemCard problem={inside.problem} alert isMain={false} />}
      {inside.extracted && <TakenOut extracted={inside.extracted} />}
    </>
  );
};

interface PartProps {
  readonly part: Described<InsidePart>;
  readonly inside: InsideUse;
  readonly own: OwnWords;
  readonly draft: KeyDraft;
  readonly isBusy: boolean;
}

const PartLine = ({ part, inside, own, draft, isBusy }: PartProps): JSX.Element => {
  const words = messages.details.inside;
  const size = formatBytes(part.size);
  return (
    <li class="part">
      <div class="line-apart">
        <div class="stack-tight">
          <span class="strong">{part.title}</span>
          <span class="quiet small dots">
            <span>{words.kinds[part.kind]}</span>
            {part.version !== null && <span>{part.version}</span>}
            <span>{size}</span>
            {part.encrypted && (
              <span class="line-tight">
                <Icon name="lock" size={13} label={words.encrypted} />
              </span>
            )}
          </span>
        </div>
        {part.files === null && (
          <Button
            label={own.filesOf(size, part.title)}
            disabled={isBusy}
            onClick={() => inside.open(part.name, givenFrom(draft))}
          >
            {own.files(size)}
          </Button>
        )}
      </div>
      {part.problem && <ProblemCard problem={part.problem} tone="warn" actions={null} />}
      {part.files !== null && (
        <PartFiles part={part} isBusy={isBusy} onTake={(path) => inside.extract(path, givenFrom(draft))} />
      )}
    </li>
  );
};

const TakenOut = ({ extracted }: { readonly extracted: Extracted }): JSX.Element => {
  const words = messages.details.inside;
  return (
    <div class="well stack-tight" role="status">
      <span class="line-tight tone-ok toned">
        <Icon name="check" size={16} />
        {words.taken(extracted.files, formatBytes(extracted.bytes))}
      </span>
      <span class="small selectable break">{extracted.target}</span>
      {extracted.leftOutCount > 0 && <span class="small">{words.leftOut(extracted.leftOutCount)}</span>}
      <span class="quiet small">{words.proofs[extracted.proof]}</span>
    </div>
  );
};
