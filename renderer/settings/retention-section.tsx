import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { NumberField } from '../choices/number-field.tsx';
import { errorText } from '../choices/section-error.tsx';
import { RetentionPreview } from '../choices/retention-preview.tsx';
import { SettingsSection } from './section.tsx';
import { useRetention, type RetentionUse } from './use-retention.ts';
import type { SettingsUse } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

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
    <SettingsSection title={messages.settings.retention.heading} section="retention">
      <div class="settings-pair">
        <NumberField
          label={messages.setting.retentionDays.label}
          unit={messages.choices.retention.daysUnit}
          hint={messages.setting.retentionDays.hint}
          value={retention.days}
          error={
            retention.daysAreRight ? errorText(use.problemOf('retentionDays')) : messages.choices.retention.needDays
          }
          onInput={(days) => {
            type({ days });
          }}
          onCommit={commit}
        />
        <NumberField
          label={messages.setting.keep.label}
          unit={messages.choices.retention.keepUnit}
          hint={messages.setting.keep.hint}
          value={retention.keep}
          error={retention.keepIsRight ? null : messages.choices.retention.needKeep}
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
      {isKnown && <p class="quiet small">{messages.settings.retention.undoHint}</p>}
      <div class="line">
        <Button kind="danger" onClick={save}>
          {going === null ? messages.choices.retention.confirmUnknown : messages.choices.retention.confirm(going)}
        </Button>
        <Button onClick={undo}>{messages.settings.retention.undo}</Button>
      </div>
    </div>
  );
};
