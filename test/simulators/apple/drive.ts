import type { Answer, Call } from './exchange.ts';
import { listOf, objectOf, textOf, type JsonObject } from './json.ts';
import { Listings } from './listings.ts';
import { driveIdOf, splitName, TRASH, type DriveNode, type DriveStore } from './store.ts';

export const BAD_REQUEST: Answer = { status: 400, body: { errorCode: 400, errorReason: 'Bad request' } };
const NOT_FOUND: Answer = { status: 404, body: { errorCode: 404, errorReason: 'Item not found' } };

/** Apple's dates have whole seconds. */
function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/u, 'Z');
}

/** An item as Drive lists it: the name split, folders with their counters. */
export function showItem(store: DriveStore, node: DriveNode): JsonObject {
  const parentId = node.trashedFrom !== undefined ? TRASH : node.parent && driveIdOf(node.parent);
  const common = {
    dateCreated: seconds(node.created),
    drivewsid: driveIdOf(node),
    docwsid: node.documentId,
    zone: node.zone,
    ...splitName(node),
    ...(parentId === undefined ? {} : { parentId }),
    isChainedToParent: true,
    etag: node.etag,
    type: node.type,
    item_id: node.itemId,
  };
  if (node.content) {
    const modified = seconds(node.modified);
    const dates = { dateModified: modified, dateChanged: seconds(node.changed), lastOpenTime: modified };
    return { ...common, ...dates, size: node.content.size };
  }
  const directChildrenCount = store.children(node).length;
  return { ...common, assetQuota: 0, fileCount: 0, shareCount: 0, shareAliasCount: 0, directChildrenCount };
}

/** pNN-drivews: listing and changing the tree. */
export class Drive {
  readonly listings: Listings;
  readonly #store: DriveStore;

  constructor(store: DriveStore) {
    this.#store = store;
    this.listings = new Listings(store);
  }

  handle(call: Call): Answer {
    // rclone's retry after a 421 comes with an empty body.
    if (call.body === undefined) return BAD_REQUEST;
    const body = objectOf(call.body);
    switch (`${call.method} ${call.path}`) {
      case 'POST /retrieveItemDetailsInFolders':
        return this.#list(listOf(call.body));
      case 'POST /createFolders':
        return this.#createFolders(body);
      case 'POST /moveItemsToTrash':
        return this.#change(body, (node) => this.#store.trash(node));
      case 'POST /renameItems':
        return this.#change(body, (node, wish) => this.#store.rename(node, textOf(wish['name'])));
      case 'POST /moveItems':
        return this.#moveItems(body);
      default:
        return NOT_FOUND;
    }
  }

  #live(id: unknown): DriveNode | undefined {
    const node = this.#store.byDriveId(textOf(id));
    return node && !this.#store.isTrashed(node) ? node : undefined;
  }

  #list(wishes: JsonObject[]): Answer {
    const folders = wishes.map((wish) => this.#live(wish['drivewsid']));
    const found = folders.filter((folder) => folder !== undefined);
    // Apple's answer for a folder that is gone is not known.
    if (found.length < folders.length || found.length === 0) return NOT_FOUND;
    const body = found.map((folder) => {
      const items = this.#store.timely(folder, this.listings.show(folder)).map((node) => showItem(this.#store, node));
      return { ...showItem(this.#store, folder), items, numberOfItems: items.length, status: 'OK' };
    });
    return { status: 200, body };
  }

  #createFolders(body: JsonObject): Answer {
    const destinationDrivewsId = textOf(body['destinationDrivewsId']);
    const parent = this.#live(destinationDrivewsId);
    if (!parent) return NOT_FOUND;
    const folders = listOf(body['folders']).map((wish) => {
      const node = this.#store.addFolder(parent, textOf(wish['name']));
      return { ...showItem(this.#store, node), clientId: wish['clientId'], status: 'OK' };
    });
    return { status: 200, body: { destinationDrivewsId, folders } };
  }

  #moveItems(body: JsonObject): Answer {
    const folder = this.#live(body['destinationDrivewsId']);
    if (!folder) return NOT_FOUND;
    const answer = this.#change(body, (node) => this.#store.move(node, folder));
    return { ...answer, body: { destinationDrivewsId: driveIdOf(folder), ...objectOf(answer.body) } };
  }

  /** Every change names the etag it is based on; with an outdated one nothing happens and the current one comes back. */
  #change(body: JsonObject, change: (node: DriveNode, wish: JsonObject) => void): Answer {
    const items = listOf(body['items']).map((wish) => {
      const node = this.#live(wish['drivewsid']);
      // The status for an unknown item is made up.
      if (!node) return { drivewsid: wish['drivewsid'], status: 'ITEM_NOT_FOUND' };
      if (wish['etag'] !== node.etag) return { ...showItem(this.#store, node), status: 'ETAG_CONFLICT' };
      change(node, wish);
      return { ...showItem(this.#store, node), status: 'OK' };
    });
    return { status: 200, body: { items } };
  }
}
