import './setup.css';
import type { JSX } from 'preact';
import type { PageProps } from '../base/mount.tsx';
import { AccountPage } from './account-page.tsx';
import { ChoosePage } from './choose-page.tsx';
import { draft, placeIn } from './draft.ts';
import { FindPage } from './find-page.tsx';
import { FinishedPage } from './finished-page.tsx';
import { FirstPage } from './first-page.tsx';
import { FoundPage } from './found-page.tsx';
import { KitPage } from './kit-page.tsx';
import { PlanPage } from './plan-page.tsx';
import type { Place } from './steps.ts';
import { TokenPage } from './token-page.tsx';

/** The guided way from nothing to a first backup, or to a copy that is wanted back. */
export const SetupPage = ({ state }: PageProps): JSX.Element => <Step state={state} place={placeIn(state)} />;

const Step = ({ state, place }: PageProps & { readonly place: Place }): JSX.Element => {
  switch (place.step) {
    case 'choose':
      return (
        <ChoosePage
          wasLost={state.status.problems.some(({ code }) => code === 'settings.broken')}
          onBackUp={() => (draft.place.value = { way: 'backup', step: 'find' })}
          onRestore={() => (draft.place.value = { way: 'restore', step: 'account' })}
        />
      );
    case 'find':
      return <FindPage place={place} />;
    case 'token':
      return <TokenPage place={place} state={state} />;
    case 'found':
      return <FoundPage place={place} state={state} />;
    case 'kit':
      return <KitPage place={place} />;
    case 'account':
      return <AccountPage place={place} state={state} />;
    case 'plan':
      return <PlanPage place={place} state={state} />;
    case 'first':
      return <FirstPage place={place} state={state} />;
    case 'finished':
      return <FinishedPage place={place} state={state} />;
  }
};
