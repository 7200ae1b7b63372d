import './backups.css';
import './home.css';
import type { JSX } from 'preact';
import { PageBody } from '../base/components/page-frame.tsx';
import type { PageProps } from '../base/mount.tsx';
import { BackupsCard } from './backups-card.tsx';
import { FactsCard } from './facts-card.tsx';
import { Hero } from './hero.tsx';
import { MissingBackups } from './missing-backups.tsx';
import { Problems } from './problems.tsx';
import { SheetReminder } from './sheet-reminder.tsx';
import { StripCard } from './strip-card.tsx';
import { messages } from '../../src/messages/windows.ts';

/** Am I safe? If not, why, and what is to be done. Then everything there is. */
export const HomePage = ({ state }: PageProps): JSX.Element => (
  <PageBody title={messages.common.home} titleHidden>
    <Hero state={state} />
    <Problems state={state} />
    {state.status.safety !== 'not-set-up' && (
      <>
        <MissingBackups status={state.status} />
        <FactsCard state={state} />
        <SheetReminder state={state} />
        <StripCard days={state.days} />
        <BackupsCard state={state} />
      </>
    )}
  </PageBody>
);
