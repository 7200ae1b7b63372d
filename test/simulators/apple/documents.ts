import { BAD_REQUEST, showItem } from './drive.ts';
import type { Answer, Call } from './exchange.ts';
import { numberOf, objectOf, textOf, type JsonObject } from './json.ts';
import { documentId, opaque } from './random.ts';
import { HOSTS } from './setup.ts';
import type { DriveNode, DriveStore } from './store.ts';
import type { Transfers } from './transfers.ts';
import type { AppleAccount } from './types.ts';

const NOT_FOUND: Answer = { status: 404, body: { errorCode: 404, errorReason: 'Not found' } };

/** pNN-docws: the steps around a transfer. */
export class Documents {
  readonly #account: AppleAccount;
  readonly #store: DriveStore;
  readonly #transfers: Transfers;

  constructor(account: AppleAccount, store: DriveStore, transfers: Transfers) {
    this.#account = account;
    this.#store = store;
    this.#transfers = transfers;
  }

  handle(call: Call): Answer {
    const [, zone = '', step = ''] = /^\/ws\/([^/]+)\/(.+)$/u.exec(call.path) ?? [];
    if (call.body === undefined) return BAD_REQUEST;
    switch (`${call.method} ${step}`) {
      case 'POST upload/web':
        return this.#beginUpload(zone, objectOf(call.body));
      case 'POST update/documents':
        return this.#addDocument(zone, objectOf(call.body));
      case 'GET download/by_id':
        return this.#beginDownload(zone, call.query.get('document_id') ?? '');
      case 'POST list/lookup_by_path':
        return this.#lookUp(textOf(call.body));
      default:
        return NOT_FOUND;
    }
  }

  #overQuota(step: AppleAccount['quotaAnswer']['step'], size: number): Answer | undefined {
    const { quotaBytes, quotaAnswer } = this.#account;
    if (quotaBytes === undefined || quotaAnswer.step !== step) return undefined;
    return this.#store.usedBytes() + size > quotaBytes ? quotaAnswer : undefined;
  }

  #beginUpload(zone: string, body: JsonObject): Answer {
    const size = numberOf(body['size']);
    if (!Number.isSafeInteger(size) || size < 0) return BAD_REQUEST;
    const full = this.#overQuota('upload/web', size);
    if (full) return { status: full.status, body: full.body };
    const id = documentId();
    const token = this.#transfers.expectUpload(id, zone, size);
    const url = `https://${HOSTS.upload}:443/${id}/singleFileUpload?tk=${token}&rn=1`;
    return { status: 200, body: [{ document_id: id, url, owner: this.#account.dsid, owner_id: '_defaultOwner_' }] };
  }

  #addDocument(zone: string, body: JsonObject): Answer {
    const id = textOf(body['document_id']);
    const data = objectOf(body['data']);
    const path = objectOf(body['path']);
    const parent = this.#store.byDocumentId(zone, textOf(path['starting_document_id']));
    if (!parent || this.#store.isTrashed(parent)) return NOT_FOUND;
    const upload = this.#transfers.finishedUpload(id, zone, textOf(data['receipt']));
    if (!upload) return { status: 400, body: { errorCode: 400, errorReason: 'No such upload, or a wrong receipt' } };
    const full = this.#overQuota('update/documents', upload.size);
    if (full) return { status: full.status, body: full.body };
    this.#transfers.forgetUpload(id);
    const node = this.#store.addFile(parent, textOf(path['path']), upload, new Date(numberOf(body['mtime'])), id);
    return { status: 200, body: this.#showDocument(node, parent, upload.size, body) };
  }

  #showDocument(node: DriveNode, parent: DriveNode, size: number, wish: JsonObject): JsonObject {
    const fine = { status_code: 0, error_message: '' };
    const document = {
      status: fine,
      document_id: node.documentId,
      item_id: node.itemId,
      urls: { url_download: '' },
      etag: node.etag,
      parent_id: parent.documentId,
      name: node.name,
      type: 'FILE',
      deleted: false,
      mtime: wish['mtime'],
      btime: wish['btime'],
      last_editor_name: '{"name":"Fake User"}',
      data: { signature: opaque(), size, reference_signature: opaque(), wrapping_key: opaque() },
      size,
      zone: node.zone,
      file_flags: wish['file_flags'],
    };
    return { status: fine, results: [{ status: { ...fine, error_message: 'OK' }, operation_id: null, document }] };
  }

  #beginDownload(zone: string, id: string): Answer {
    const node = this.#store.byDocumentId(zone, id);
    if (!node?.content || this.#store.isTrashed(node)) return NOT_FOUND;
    const token = this.#transfers.expectDownload(node.content);
    const url = `https://${HOSTS.download}/B/${id}/${encodeURIComponent(node.name)}?a=${token}`;
    const data_token = { url, token, signature: opaque(), wrapping_key: opaque(), reference_signature: opaque() };
    const owner_dsid = numberOf(this.#account.dsid);
    return {
      status: 200,
      body: { document_id: id, item_id: node.itemId, owner_dsid, data_token, double_etag: node.etag },
    };
  }

  #lookUp(path: string): Answer {
    const node = this.#store.find(path);
    return node ? { status: 200, body: [showItem(this.#store, node)] } : NOT_FOUND;
  }
}
