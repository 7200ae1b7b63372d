import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { lazyPage } from '../base/lazy-page.ts';
import type { IntoHomeProps } from './details/into-home.tsx';
import { NotThere } from './not-there.tsx';

/** As the details of a backup, a file of its own. */
const dialog = lazyPage<IntoHomeProps>(
  async () => (await import('./details/into-home.tsx')).IntoHome,
  'details',
  'choices',
  'keys',
);

/** The way of a backup into a Home Assistant, as soon as the dialog for it is there. */
export const IntoHomeSlot = (props: IntoHomeProps): JSX.Element | null => {
  useEffect(() => void dialog.load(), []);
  const Shown = dialog.there.value;
  if (Shown === null) return null;
  if (Shown === 'failed') return <NotThere onClose={props.onClose} onRetry={() => void dialog.load()} />;
  return <Shown {...props} />;
};
