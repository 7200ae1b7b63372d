import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { MovedPlace } from '../../src/shared/contract/views.ts';
import { viewState } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { asksWhereHomeIs } from '../base/overlay.ts';
import { useSignal } from '../base/signal.ts';
import { useCommand, type CommandUse } from '../base/use-command.ts';
import { messages } from '../../src/messages/windows.ts';

const close = (): void => {
  asksWhereHomeIs.value = false;
};

interface Moving extends Pick<CommandUse<'setup.move'>, 'pending' | 'problem'> {
  readonly use: (url: string, acceptsClear: boolean) => void;
}

/** With the stored token, where the rules let it go there; Home Assistant answers before anything is kept. */
const useMoving = (): Moving => {
  const { run, pending, problem } = useCommand('setup.move');
  const use = async (url: string, acceptsClear: boolean): Promise<void> => {
    const result = await run({ url, ...(acceptsClear ? { acceptUnencrypted: url } : {}) });
    if (result.ok) close();
  };
  return { pending, problem, use: (url, acceptsClear) => void use(url, acceptsClear) };
};

/** Where Home Assistant answers now, by the id that it announces; else its address is typed right here. */
export const MovedHome = (): JSX.Element => {
  const words = messages.movedHome;
  // The results of the app's own search are shown at once.
  const homes = useSignal<readonly MovedPlace[] | null>(viewState.value?.moved?.places ?? null);
  const search = useCommand('setup.find-moved');
  const moving = useMoving();
  const look = async (): Promise<void> => {
    homes.value = null;
    const result = await search.run({});
    homes.value = result.ok ? result.value : [];
  };
  useEffect(() => {
    if (homes.value === null) void look();
  }, []);
  const failed = viewState.value?.status.home?.url;
  return (
    <Dialog
      title={words.title}
      onClose={close}
      buttons={
        <>
          <Button autoFocus onClick={close}>
            {messages.common.cancel}
          </Button>
          <Button pending={search.pending} icon="search" onClick={() => void look()}>
            {words.again}
          </Button>
        </>
      }
    >
      {failed !== undefined && <p class="selectable">{words.failed(failed)}</p>}
      <div role="status">{search.pending ? words.searching : homes.value?.length === 0 ? words.none : ''}</div>
      <Places places={homes.value ?? []} moving={moving} />
      <OtherAddress moving={moving} />
      {moving.problem && <Refused moving={moving} />}
    </Dialog>
  );
};

interface PlacesProps {
  readonly places: readonly MovedPlace[];
  readonly moving: Moving;
}

const Places = ({ places, moving }: PlacesProps): JSX.Element => (
  <>
    {places.length > 1 && <p>{messages.movedHome.several}</p>}
    {places.map((place) => (
      <Place key={place.url} place={place} isOnly={places.length === 1} moving={moving} />
    ))}
  </>
);

interface PlaceProps {
  readonly place: MovedPlace;
  /** Else none of them stands out: the choice is the user's. */
  readonly isOnly: boolean;
  readonly moving: Moving;
}

/** A place where it answers, with what is known of it and what is not: over plain http only with what that means in view. */
const Place = ({ place, isOnly, moving }: PlaceProps): JSX.Element => {
  const words = messages.movedHome;
  const { isEncrypted, isOlder, isProven, name, url, version } = place;
  const use = isEncrypted ? words.use : words.useClear;
  return (
    <div class="card stack-small">
      <p class="strong selectable">{words.found(url)}</p>
      <p>{words.claims(name, version)}</p>
      {isOlder && <p>{words.older}</p>}
      <p>{isProven ? words.proven : words.unproven}</p>
      {!isEncrypted && <p>{words.clear}</p>}
      <div class="line">
        <Button
          kind={isOnly ? 'primary' : 'plain'}
          label={`${use}: ${url}`}
          pending={moving.pending}
          onClick={() => moving.use(url, !isEncrypted)}
        >
          {use}
        </Button>
      </div>
    </div>
  );
};

const OtherAddress = ({ moving }: { readonly moving: Moving }): JSX.Element => {
  const words = messages.movedHome;
  const typed = useSignal('');
  const address = typed.value.trim();
  return (
    <form
      class="stack-small"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (address !== '' && !moving.pending) moving.use(address, false);
      }}
    >
      <TextField
        label={words.address}
        hint={words.kept}
        inputMode="url"
        name="address"
        value={typed.value}
        error={null}
        onInput={(text) => (typed.value = text)}
      />
      <div class="line">
        <Button type="submit" pending={moving.pending}>
          {words.connect}
        </Button>
      </div>
    </form>
  );
};

const Refused = ({ moving: { problem, pending, use } }: { readonly moving: Moving }): JSX.Element | null => {
  if (problem === null) return null;
  const { url } = problem.facts;
  const asks = problem.code === 'ha.unencrypted' && typeof url === 'string';
  return (
    <ProblemCard
      problem={problem}
      alert
      actions={
        asks ? (
          <Button pending={pending} onClick={() => use(url, true)}>
            {messages.movedHome.useClear}
          </Button>
        ) : null
      }
    />
  );
};
