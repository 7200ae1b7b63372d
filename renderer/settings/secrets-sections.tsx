import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Status } from '../../src/shared/status.ts';
import { Button } from '../base/components/button.tsx';
import { asksToRemove } from '../base/route.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { SettingsSection } from './section.tsx';
import { messages } from '../../src/messages/windows.ts';

/** Where passwords and tokens are, in plain words. */
export const SecretsSection = ({ store }: { readonly store: Status['secretStore'] }): JSX.Element => (
  <SettingsSection title={messages.settings.secrets.heading}>
    <p>{store === null ? messages.settings.secrets.none : messages.choices.secrets(messages.secretStore[store])}</p>
    {store === 'safe-storage' && <p>{messages.settings.secrets.fallback}</p>}
    <p class="quiet small">{messages.settings.secrets.never}</p>
  </SettingsSection>
);

export const RemoveSection = ({ folder }: { readonly folder: string | null }): JSX.Element => {
  const isOpen = useSignal(asksToRemove.value);
  useEffect(() => {
    asksToRemove.value = false;
  }, []);
  return (
    <SettingsSection title={messages.settings.remove.heading}>
      <div class="line-apart">
        <p class="settings-grow">{messages.settings.remove.lead}</p>
        <Button
          icon="trash"
          onClick={() => {
            isOpen.value = true;
          }}
        >
          {messages.settings.remove.open}
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
