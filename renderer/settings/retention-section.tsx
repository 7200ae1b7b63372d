import type { JSX } from 'preact';
import type { PruneResult } from '../../src/shared/status.ts';
import { formatMoment } from '../../src/shared/words/format.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { setupWords } from '../../src/shared/words/windows/setup.ts';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { NumberField } from './number-field.tsx';
import { previewOf } from './preview.ts';
import { errorText, SectionError, SettingsSection } from './section.tsx';
import { useRetention, type RetentionUse } from './use-retention.ts';
import type { SettingsUse } from './use-settings.ts';

const words = settingsWords.retention;

interface RetentionSectionProps {
  readonly use: SettingsUse;
  /** What is in iCloud was seen. */
  readonly isKnown: boolean;
}

/** How long copies stay, with what that means for those that are there. */
export const RetentionSection = ({ use, isKnown }: RetentionSectionProps): JSX.Element => {
  const retention = useRetention(use, isKnown);
  const { type, commit } = retention;
  return (
    <SettingsSection title={words.heading} section="retention">
      <div class="settings-pair">
        <NumberField
          label={words.days}
          unit={words.daysUnit}
          hint={words.daysHint}
          value={retention.days}
          error={retention.daysAreRight ? errorText(use.problemOf('retentionDays')) : setupWords.plan.needDays}
          onInput={(days) => {
            type({ days });
          }}
          onCommit={commit}
        />
        <NumberField
          label={words.keep}
          unit={words.keepUnit}
          hint={words.keepHint}
          value={retention.keep}
          error={retention.keepIsRight ? null : setupWords.plan.needKeep}
          onInput={(keep) => {
            type({ keep });
          }}
          onCommit={commit}
        />
      </div>
      <PreviewBox retention={retention} isKnown={isKnown} />
    </SettingsSection>
  );
};

interface PreviewBoxProps {
  readonly retention: RetentionUse;
  readonly isKnown: boolean;
}

const PreviewBox = ({ retention, isKnown }: PreviewBoxProps): JSX.Element => {
  const { preview, previewProblem } = retention;
  const looking = preview === null && previewProblem === null && retention.daysAreRight && retention.keepIsRight;
  return (
    <div class="settings-preview">
      <h3>{words.preview}</h3>
      <div role="status">
        {!isKnown && <p>{words.unknown}</p>}
        {isKnown && looking && <p class="quiet">{words.looking}</p>}
        {isKnown && preview && <PreviewText preview={preview} />}
      </div>
      <SectionError problem={previewProblem} />
      <Confirm retention={retention} isKnown={isKnown} />
    </div>
  );
};

/** Where something goes by it, or nobody knows whether anything does. */
const Confirm = ({ retention, isKnown }: PreviewBoxProps): JSX.Element | null => {
  const { goingNow, isChanged, save, undo } = retention;
  const asks = isKnown ? goingNow !== null && goingNow > 0 : true;
  if (!isChanged || !asks) return null;
  return (
    <div class="stack-small">
      {isKnown && <p class="quiet small">{words.undoHint}</p>}
      <div class="line">
        <Button kind="danger" onClick={save}>
          {goingNow === null ? words.confirmUnknown : words.confirm(goingNow)}
        </Button>
        <Button onClick={undo}>{words.undo}</Button>
      </div>
    </div>
  );
};

/** More names than this say nothing more. */
const namedCopies = 5;

const PreviewText = ({ preview: result }: { readonly preview: PruneResult }): JSX.Element => {
  const { kept, going, later } = previewOf(result);
  const rest = going.length - namedCopies;
  return (
    <div class="stack-small">
      {result.held && <ProblemCard problem={result.held} tone="warn" actions={null} />}
      <p>{going.length === 0 ? words.nothing(kept + later) : words.some(going.length, kept)}</p>
      {going.length > 0 && (
        <ul class="settings-going">
          {going.slice(0, namedCopies).map(({ archive, name, date }) => (
            <li key={archive}>{words.dateOf(name, formatMoment(date) ?? '')}</li>
          ))}
          {rest > 0 && <li class="quiet">{words.more(rest)}</li>}
        </ul>
      )}
      {later > 0 && <p>{words.later(later)}</p>}
    </div>
  );
};
