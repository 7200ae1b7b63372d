import { createHash } from 'node:crypto';
import { driveIdOf, type DriveNode, type DriveStore } from './store.ts';
import type { ListingTrouble } from './types.ts';

/** Between 0 and 1, the same for the same words. */
function lot(...words: (string | number)[]): number {
  return createHash('sha256').update(words.join('\n')).digest().readUInt32BE(0) / 2 ** 32;
}

const none = { leaveOut: 0, folders: 0, repeat: 0, ending: '', wrongSize: 0 };

/** What a folder's listing shows while listings are in trouble. Or what a folder's parent shows of it. */
export class Listings {
  readonly #store: DriveStore;
  #trouble: ListingTrouble | undefined;
  /** Items whose change is older than the trouble. */
  #settled = new Set<string>();
  /** Listings of a folder since the trouble began, by the folder's id. */
  readonly #count = new Map<string, number>();
  /** Number of the folder's listing that was the first after an item's change, by item and change. */
  readonly #since = new Map<string, number>();

  constructor(store: DriveStore) {
    this.#store = store;
  }

  set(trouble: ListingTrouble | undefined): void {
    this.#trouble = trouble;
    this.#count.clear();
    this.#since.clear();
    this.#settled = new Set(trouble ? this.#store.nodes().map(keyOf) : []);
  }

  show(folder: DriveNode): DriveNode[] {
    const there = this.#store.children(folder);
    const trouble = this.#trouble;
    if (!trouble) return there;
    const listing = (this.#count.get(folder.documentId) ?? 0) + 1;
    this.#count.set(folder.documentId, listing);
    const gone = this.#store.trashedIn(folder).filter((node) => this.#isDelayed(node, listing, trouble.stale));
    return [...there, ...gone].flatMap((node) => this.#shown(node, listing, trouble));
  }

  /** None, one or two of it. */
  #shown(node: DriveNode, listing: number, trouble: ListingTrouble): DriveNode[] {
    const { leaveOut, folders, repeat, ending, wrongSize } = { ...none, ...trouble };
    const chance = (of: string): number => lot(trouble.seed, of, node.name, listing);
    if (node.type !== 'FILE') return chance('out') < folders ? [] : [node];
    if (!node.name.endsWith(ending)) return [node];
    if (this.#isLate(node, listing, trouble) || chance('out') < leaveOut) return [];
    const shown = listing <= wrongSize ? withSize(node, 1) : node;
    return chance('twice') < repeat ? [shown, shown] : [shown];
  }

  #isLate(node: DriveNode, listing: number, { late }: ListingTrouble): boolean {
    return node.trashedFrom === undefined && this.#isDelayed(node, listing, late);
  }

  /** Its newest change, it came or it went, is not to be seen yet: each waits for as many listings as its lot says. */
  #isDelayed(node: DriveNode, listing: number, atMost = 0): boolean {
    const key = keyOf(node);
    if (this.#settled.has(key)) return false;
    const first = this.#since.get(key) ?? listing;
    this.#since.set(key, first);
    const wait = Math.floor(lot(this.#trouble?.seed ?? '', 'late', node.name) * (atMost + 1));
    return listing - first < wait;
  }
}

function withSize(node: DriveNode, more: number): DriveNode {
  return node.content ? { ...node, content: { ...node.content, size: node.content.size + more } } : node;
}

function keyOf(node: DriveNode): string {
  return `${driveIdOf(node)} ${node.trashedFrom === undefined ? 'there' : 'gone'}`;
}
