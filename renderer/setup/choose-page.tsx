import type { JSX } from 'preact';
import { setupWords } from '../../src/shared/words/windows/setup.ts';
import { Tile, type Tone } from '../base/components/badge.tsx';
import type { IconName } from '../base/components/icon.tsx';
import { PageBody } from '../base/components/page-frame.tsx';

const words = setupWords.choose;

interface ChoosePageProps {
  readonly onBackUp: () => void;
  readonly onRestore: () => void;
}

/** The first thing that somebody sees: an empty computer may as well be there to get a backup back. */
export const ChoosePage = ({ onBackUp, onRestore }: ChoosePageProps): JSX.Element => (
  <PageBody title={words.heading}>
    <div class="setup-mark">
      <Tile tone="ok" icon="shield" />
    </div>
    <p class="setup-lead">{words.lead}</p>
    <div class="setup-ways">
      <Way tone="info" icon="cloud-done" title={words.begin} hint={words.beginHint} onClick={onBackUp} />
      <Way tone="neutral" icon="restore" title={words.restore} hint={words.restoreHint} onClick={onRestore} />
    </div>
  </PageBody>
);

interface WayProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: string;
  readonly hint: string;
  readonly onClick: () => void;
}

const Way = ({ tone, icon, title, hint, onClick }: WayProps): JSX.Element => (
  <button type="button" class="setup-way" onClick={onClick}>
    <Tile tone={tone} icon={icon} />
    <span class="stack-small">
      <span class="setup-way-title">{title}</span>
      <span class="quiet">{hint}</span>
    </span>
  </button>
);
