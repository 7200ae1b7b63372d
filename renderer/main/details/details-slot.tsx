import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { lazyPage } from '../../base/lazy-page.ts';
import { NotThere } from '../not-there.tsx';
import { closeDetails, shownDetails } from './open-details.ts';
import type { DetailsProps } from './backup-details.tsx';

/** A file of its own: a window that shows nobody's details never reads it. */
export const details = lazyPage<DetailsProps>(
  async () => (await import('./backup-details.tsx')).BackupDetails,
  'home',
  'restore',
  'details',
  'choices',
  'keys',
);

/** Where the details of one backup lie over whatever page is shown, once they are wanted. */
export const DetailsSlot = (): JSX.Element | null => {
  const key = shownDetails.value;
  useEffect(() => {
    if (key !== null) void details.load();
  }, [key]);
  const Shown = details.there.value;
  if (key === null || Shown === null) return null;
  if (Shown === 'failed') return <NotThere onClose={closeDetails} onRetry={() => void details.load()} />;
  return <Shown key={key} copy={key} />;
};
