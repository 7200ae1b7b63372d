import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { Icon } from '../base/components/icon.tsx';
import type { PageProps } from '../base/mount.tsx';
import { asksForSheet } from '../base/overlay.ts';
import { messages } from '../../src/messages/windows.ts';

/** Never beside trouble: this can wait, and is said until the user answers it once. */
export const SheetReminder = ({ state: { remindsOfSheet, status } }: PageProps): JSX.Element | null => {
  if (!remindsOfSheet || status.safety === 'danger' || status.safety === 'warning') return null;
  return (
    <div class="card">
      <div class="line-apart">
        <span class="line-tight quiet">
          <Icon name="lock" size={16} />
          {messages.home.sheet.reminder}
        </span>
        <Button onClick={() => (asksForSheet.value = true)}>{messages.home.sheet.open}</Button>
      </div>
    </div>
  );
};
