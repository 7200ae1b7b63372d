import type { Content, ContentStore } from './content.ts';
import { documentId, opaque } from './random.ts';
import type { DriveEntry } from './types.ts';

const CLOUD_DOCS = 'com.apple.CloudDocs';
/** Stands where the id of the parent folder would be; as the recorded answers have it. */
export const TRASH = 'TRASH_ROOT';

export interface DriveNode {
  type: 'FILE' | 'FOLDER' | 'APP_LIBRARY';
  zone: string;
  documentId: string;
  itemId: string;
  /** Whole name, with extension, NFC. */
  name: string;
  parent: DriveNode | undefined;
  etag: string;
  created: Date;
  modified: Date;
  changed: Date;
  content?: Content;
  /** Set while the item itself is in the trash: where it was. */
  trashedFrom?: string;
  /** When it came into its folder, and went from the one before: a listing may show either late. */
  arrivedAt: Date;
  left?: { folder: DriveNode; at: Date };
}

/** How long a listing takes to show what is new and to drop what is gone, in milliseconds of the simulator's clock. */
export interface ListingLag {
  newMs: number;
  goneMs: number;
}

export function driveIdOf(node: DriveNode): string {
  // An app library's id begins with FOLDER as well (recorded answer, "Obsidian").
  return `${node.type === 'FILE' ? 'FILE' : 'FOLDER'}::${node.zone}::${node.documentId}`;
}

function sameName(a: string, b: string): boolean {
  return a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
}

/** Splits at the last dot, as iCloud shows names; folders and names that only begin with a dot have no extension. */
export function splitName(node: Pick<DriveNode, 'type' | 'name'>): { name: string; extension?: string } {
  const dot = node.name.lastIndexOf('.');
  if (node.type !== 'FILE' || dot <= 0 || dot === node.name.length - 1) return { name: node.name };
  return { name: node.name.slice(0, dot), extension: node.name.slice(dot + 1) };
}

/** The folder tree of the account, trash included. */
export class DriveStore {
  readonly root: DriveNode;
  lag: ListingLag = { newMs: 0, goneMs: 0 };
  readonly #nodes = new Map<string, DriveNode>();
  readonly #contents: ContentStore;
  readonly #clock: () => Date;
  #etags = 0;

  constructor(contents: ContentStore, clock: () => Date) {
    this.#contents = contents;
    this.#clock = clock;
    this.root = this.#make('FOLDER', CLOUD_DOCS, undefined, '', 'root');
  }

  byDriveId(id: string): DriveNode | undefined {
    return this.#nodes.get(id);
  }

  byDocumentId(zone: string, id: string): DriveNode | undefined {
    return this.#nodes.get(`FILE::${zone}::${id}`) ?? this.#nodes.get(`FOLDER::${zone}::${id}`);
  }

  /** All but the root, what is in the trash too. */
  nodes(): DriveNode[] {
    return [...this.#nodes.values()].filter((node) => node !== this.root);
  }

  /** Items that were trashed out of this folder. */
  trashedIn(folder: DriveNode): DriveNode[] {
    return this.nodes().filter((node) => node.parent === folder && node.trashedFrom !== undefined);
  }

  children(folder: DriveNode): DriveNode[] {
    return [...this.#nodes.values()].filter((node) => node.parent === folder && node.trashedFrom === undefined);
  }

  /** What a listing of the folder shows, as late as it is now. */
  timely(folder: DriveNode, nodes: readonly DriveNode[]): DriveNode[] {
    const now = this.#clock().getTime();
    const { newMs, goneMs } = this.lag;
    // The next test's clock may be behind the last one's: without a lag nothing is late.
    const shown = newMs === 0 ? nodes : nodes.filter((node) => now - node.arrivedAt.getTime() >= newMs);
    const isLeft = ({ left }: DriveNode): boolean => left?.folder === folder && now - left.at.getTime() < goneMs;
    return goneMs === 0 ? [...shown] : [...shown, ...this.nodes().filter(isLeft)];
  }

  child(folder: DriveNode, name: string): DriveNode | undefined {
    return this.children(folder).find((node) => sameName(node.name, name));
  }

  find(path: string, from = this.root): DriveNode | undefined {
    let node: DriveNode | undefined = from;
    for (const name of path.split('/').filter(Boolean)) node = node && this.child(node, name);
    return node;
  }

  addFolder(parent: DriveNode, name: string): DriveNode {
    return this.#make('FOLDER', parent.zone, parent, this.#freeName(parent, name, 'FOLDER'));
  }

  addLibrary(name: string, zone: string): DriveNode {
    return this.#make('APP_LIBRARY', zone, this.root, name.normalize('NFC'), 'documents');
  }

  /** A taken name gets a number: "f 2.tar". */
  addFile(parent: DriveNode, name: string, content: Content, mtime: Date, id = documentId()): DriveNode {
    const node = this.#make('FILE', parent.zone, parent, this.#freeName(parent, name, 'FILE'), id);
    node.content = content;
    node.created = mtime;
    node.modified = mtime;
    // Of a fresh file the etag has two parts (recorded answer).
    node.etag = `${node.etag}::${this.#nextEtag()}`;
    return node;
  }

  replaceContent(node: DriveNode, content: Content, mtime: Date): void {
    if (node.content) this.#contents.remove(node.content);
    node.content = content;
    node.modified = mtime;
    this.touch(node);
  }

  ensureFolder(path: string): DriveNode {
    let folder = this.root;
    for (const name of path.split('/').filter(Boolean))
      folder = this.child(folder, name) ?? this.addFolder(folder, name);
    return folder;
  }

  trash(node: DriveNode): void {
    node.trashedFrom = this.pathOf(node);
    if (node.parent) node.left = { folder: node.parent, at: this.#clock() };
    this.touch(node);
  }

  rename(node: DriveNode, name: string): void {
    if (node.name !== name.normalize('NFC')) node.name = this.#freeName(node.parent, name, node.type, node);
    this.touch(node);
  }

  move(node: DriveNode, folder: DriveNode): void {
    node.name = this.#freeName(folder, node.name, node.type, node);
    if (node.parent) node.left = { folder: node.parent, at: this.#clock() };
    node.arrivedAt = this.#clock();
    node.parent = folder;
    this.touch(node);
  }

  touch(node: DriveNode): void {
    node.etag = this.#nextEtag();
    node.changed = this.#clock();
  }

  emptyTrash(): void {
    for (const [id, node] of [...this.#nodes]) {
      if (!this.isTrashed(node)) continue;
      this.#nodes.delete(id);
      if (node.content) this.#contents.remove(node.content);
    }
  }

  /** As a new account has it: nothing but the root. */
  clear(): void {
    for (const node of this.nodes()) {
      this.#nodes.delete(driveIdOf(node));
      if (node.content) this.#contents.remove(node.content);
    }
  }

  pathOf(node: DriveNode): string {
    if (node.trashedFrom !== undefined) return node.trashedFrom;
    if (!node.parent) return '';
    const above = this.pathOf(node.parent);
    return above === '' ? node.name : `${above}/${node.name}`;
  }

  isTrashed(node: DriveNode): boolean {
    return node.trashedFrom !== undefined || (node.parent !== undefined && this.isTrashed(node.parent));
  }

  usedBytes(): number {
    return [...this.#nodes.values()].reduce((sum, node) => sum + (node.content?.size ?? 0), 0);
  }

  entries(): DriveEntry[] {
    return this.nodes().map((node) => ({
      path: this.pathOf(node),
      type: node.type === 'FILE' ? 'file' : 'folder',
      size: node.content?.size ?? 0,
      sha256: node.content?.sha256 ?? '',
      mtime: node.modified,
      inTrash: this.isTrashed(node),
      id: driveIdOf(node),
    }));
  }

  #make(
    type: DriveNode['type'],
    zone: string,
    parent: DriveNode | undefined,
    name: string,
    id = documentId(),
  ): DriveNode {
    const now = this.#clock();
    const dates = { created: now, modified: now, changed: now, arrivedAt: now };
    const node: DriveNode = {
      type,
      zone,
      documentId: id,
      itemId: `CJ${opaque(24)}`,
      name,
      parent,
      etag: this.#nextEtag(),
      ...dates,
    };
    this.#nodes.set(driveIdOf(node), node);
    return node;
  }

  #nextEtag(): string {
    this.#etags += 1;
    return this.#etags.toString(16);
  }

  #freeName(parent: DriveNode | undefined, wanted: string, type: DriveNode['type'], self?: DriveNode): string {
    const normal = wanted.normalize('NFC');
    const { name, extension } = splitName({ type, name: normal });
    const taken = new Set(
      (parent ? this.children(parent) : []).filter((node) => node !== self).map((node) => node.name.toLowerCase()),
    );
    let free = normal;
    for (let count = 2; taken.has(free.toLowerCase()); count += 1) {
      free = extension === undefined ? `${name} ${count}` : `${name} ${count}.${extension}`;
    }
    return free;
  }
}
