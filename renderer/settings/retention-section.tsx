import type { JSX } from 'preact';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { Button } from '../base/components/button.tsx';
import { NumberField } from '../choices/number-field.tsx';
import { errorText } from '../choices/section-error.tsx';
import { RetentionPreview } from '../choices/retention-preview.tsx';
import { SettingsSection } from './section.tsx';
import { useRetention, type RetentionUse } from './use-retention.ts';
import type { SettingsUse } from './use-settings.ts';

const words = settingsWords.retention;
const choices = choicesWords.retention;

interface RetentionSectionProps {
  readonly use: SettingsUse;
  /** Which list was seen in iCloud (preview.ts). */
  readonly seen: string | null;
}

/** How long copies stay, with what that means for those that are there. */
export const RetentionSection = ({ use, seen }: RetentionSectionProps): JSX.Element => {
  const retention = useRetention(use, seen);
  const { type, commit } = retention;
  return (
    <SettingsSection title={words.heading} section="retention">
      <div class="settings-pair">
        <NumberField
          label={choices.days}
          unit={choices.daysUnit}
          hint={words.daysHint}
          value={retention.days}
          error={retention.daysAreRight ? errorText(use.problemOf('retentionDays')) : choices.needDays}
          onInput={(days) => {
            type({ days });
          }}
          onCommit={commit}
        />
        <NumberField
          label={choices.keep}
          unit={choices.keepUnit}
          hint={choices.keepHint}
          value={retention.keep}
          error={retention.keepIsRight ? null : choices.needKeep}
          onInput={(keep) => {
            type({ keep });
          }}
          onCommit={commit}
        />
      </div>
      <RetentionPreview change={retention.change}>
        <Confirm retention={retention} />
      </RetentionPreview>
    </SettingsSection>
  );
};

/** Where something goes by it, or nobody knows whether anything does. */
const Confirm = ({ retention }: { readonly retention: RetentionUse }): JSX.Element | null => {
  const { change, save, undo } = retention;
  const { isKnown, going, asks } = change;
  if (!asks) return null;
  return (
    <div class="stack-small">
      {isKnown && <p class="quiet small">{words.undoHint}</p>}
      <div class="line">
        <Button kind="danger" onClick={save}>
          {going === null ? choices.confirmUnknown : choices.confirm(going)}
        </Button>
        <Button onClick={undo}>{words.undo}</Button>
      </div>
    </div>
  );
};
