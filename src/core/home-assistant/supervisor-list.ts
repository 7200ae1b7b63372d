import type { AgentCopy, HaBackup, Listing } from '../domain/backup.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import { agentDoubt, kindOf, oddEntries } from './describe.ts';
import { CommandRefused, commandFailure } from './errors.ts';
import { unknown } from './schemas.ts';
import { askConfig, askSupervisor, type Session } from './session.ts';
import {
  supervisorDetailsSchema,
  supervisorListSchema,
  type SupervisorDetails,
  type SupervisorItem,
} from './supervisor-schemas.ts';

/** `hassio.local`, `hassio.<mount>`: the names that the same places have from 2025.1 on. */
const agentOf = (location: string | null): string =>
  `hassio.${location === null ? 'local' : location.replace(/^\./, '')}`;

/** Back again, as the proxy's `?location=` takes it. */
export const locationOf = (agentId: string): string => {
  const name = agentId.replace(/^hassio\./, '');
  return name === 'local' ? '.local' : name;
};

const copiesOf = (item: SupervisorItem): AgentCopy[] => {
  if (!item.location_attributes) {
    return [{ agentId: agentOf(item.location ?? null), size: item.size_bytes ?? undefined, protected: item.protected }];
  }
  return Object.entries(item.location_attributes).map(([location, attributes]) => ({
    agentId: agentOf(location),
    size: attributes.size_bytes ?? undefined,
    protected: attributes.protected,
  }));
};

/** One of the Supervisor's backups, made by the user or automatically. */
export const fromSupervisor = (item: SupervisorItem, details: SupervisorDetails): HaBackup => {
  const extra = details.extra ?? {};
  const instanceId = extra['instance_id'];
  return {
    id: item.slug,
    name: item.name,
    date: item.date,
    kind: kindOf(extra['with_automatic_settings'] === true, extra),
    copies: copiesOf(item),
    haVersion: details.homeassistant ?? undefined,
    addons: item.content.addons,
    folders: item.content.folders,
    failed: { agents: [], addons: [], folders: [] },
    instanceId: typeof instanceId === 'string' ? instanceId : undefined,
  };
};

const noDetails: SupervisorDetails = { homeassistant: undefined, extra: undefined, isOdd: true };

/** Lists through the Supervisor; keeps what its list does not tell (a finished backup never changes). */
export class SupervisorLister {
  readonly #session: Session;
  readonly #details = new Map<string, SupervisorDetails>();

  constructor(session: Session) {
    this.#session = session;
  }

  async list(signal: AbortSignal): Promise<Listing<HaBackup>> {
    const { state } = await askConfig(this.#session, signal);
    if (state !== 'RUNNING' && state !== unknown)
      return { items: [], complete: false, why: new AppError('ha.starting', { state }) };
    try {
      const call = { endpoint: '/backups' };
      const { backups, odd } = await askSupervisor(this.#session, call, supervisorListSchema, signal);
      const items: HaBackup[] = [];
      let gaps = odd + (state === unknown ? 1 : 0);
      for (const item of backups) {
        const details = await this.#detailsOf(item.slug, signal);
        if (details?.isOdd !== false) gaps += 1;
        items.push(fromSupervisor(item, details ?? noDetails));
      }
      return gaps === 0 ? { items, complete: true } : { items, complete: false, why: oddEntries(gaps) };
    } catch (error) {
      if (!(error instanceof CommandRefused) || error.code !== 'unknown_error') throw commandFailure(error);
      return { items: [], complete: false, why: agentDoubt('supervisor', error.says) };
    }
  }

  /** Undefined where the Supervisor has an answer for this one that is none; where it does not answer, nor for the others. */
  async #detailsOf(slug: string, signal: AbortSignal): Promise<SupervisorDetails | undefined> {
    const known = this.#details.get(slug);
    if (known) return known;
    const call = { endpoint: `/backups/${encodeURIComponent(slug)}/info` };
    try {
      const details = await askSupervisor(this.#session, call, supervisorDetailsSchema, signal);
      if (!details.isOdd) this.#details.set(slug, details);
      return details;
    } catch (error) {
      const isItsOwn = isCode(error, 'ha.protocol') || (error instanceof CommandRefused && error.says !== '');
      if (!isItsOwn || (error instanceof CommandRefused && error.says.includes('not ready'))) throw error;
      return undefined;
    }
  }
}
