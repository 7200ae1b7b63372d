import type { JSX } from 'preact';
import type { Described } from '../../../src/shared/contract/described.ts';
import type { CheckResult } from '../../../src/shared/status.ts';
import { Fact } from '../details/facts.tsx';
import { messages } from '../../../src/messages/windows.ts';
import { formatBytes, formatNumber } from '../../../src/messages/format.ts';

/** What identifies a file that was checked, and how it is encrypted. */
export const FileFacts = ({ found }: { readonly found: Described<CheckResult> }): JSX.Element => {
  const words = messages.file.facts;
  const { facts } = messages.details;
  return (
    <dl class="facts">
      <Fact label={facts.size}>{facts.bytes(formatBytes(found.bytes), formatNumber(found.bytes))}</Fact>
      {found.protected !== null && <Fact label={words.encryption}>{encryptionOf(found)}</Fact>}
      {found.parts.length > 0 && <Fact label={words.contents}>{words.parts(found.parts.length)}</Fact>}
      {found.sha256 !== null && (
        <Fact label={facts.sha256}>
          <code class="small selectable break">{found.sha256}</code>
        </Fact>
      )}
      {found.slug !== null && (
        <Fact label={facts.id}>
          <code class="small selectable break">{found.slug}</code>
        </Fact>
      )}
    </dl>
  );
};

const encryptionOf = (found: Described<CheckResult>): string => {
  const words = messages.file.facts;
  if (found.protected === true) return words.encrypted;
  return found.plainParts === undefined ? words.open : words.partly(found.plainParts);
};
