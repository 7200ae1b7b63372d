import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import type { Status } from '../../src/shared/status.ts';
import { secretStoreWords } from '../../src/shared/words/safety.ts';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { Button } from '../base/components/button.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { SettingsSection } from './section.tsx';

const words = settingsWords.secrets;

/** Where passwords and tokens are, in plain words. */
export const SecretsSection = ({ store }: { readonly store: Status['secretStore'] }): JSX.Element => (
  <SettingsSection title={words.heading}>
    <p>{store === null ? words.none : choicesWords.secrets(secretStoreWords[store])}</p>
    {store === 'safe-storage' && <p>{words.fallback}</p>}
    <p class="quiet small">{words.never}</p>
  </SettingsSection>
);

const removeWords = settingsWords.remove;

export const RemoveSection = ({ folder }: { readonly folder: string | null }): JSX.Element => {
  const isOpen = useSignal(false);
  return (
    <SettingsSection title={removeWords.heading}>
      <div class="line-apart">
        <p class="settings-grow">{removeWords.lead}</p>
        <Button
          icon="trash"
          onClick={() => {
            isOpen.value = true;
          }}
        >
          {removeWords.open}
        </Button>
      </div>
      {isOpen.value && (
        <RemoveDialog
          what="all"
          folder={folder}
          onClose={() => {
            isOpen.value = false;
          }}
        />
      )}
    </SettingsSection>
  );
};
