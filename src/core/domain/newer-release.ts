import { z } from 'zod';
import type { UpdateView } from '../../shared/contract/views.ts';

/** What counts of GitHub's answer about the latest release. */
export const releaseAnswerSchema = z.object({
  tag_name: z.string().max(100),
  html_url: z.string().max(1000),
  draft: z.boolean(),
  prerelease: z.boolean(),
});
export type ReleaseAnswer = z.infer<typeof releaseAnswerSchema>;

/** Where GitHub answers about a project's latest release; undefined for a project that is published nowhere, or elsewhere. */
export const latestReleaseAddress = (project: string | undefined): string | undefined => {
  const path = /^https:\/\/github\.com\/([\w-]+\/[\w.-]+)$/.exec(project ?? '')?.[1];
  return path === undefined ? undefined : `https://api.github.com/repos/${path}/releases/latest`;
};

/**
 * The release, where it is newer than the running program and meant for everybody.
 *
 * @param project - the project's own page: no answer leads anywhere else
 */
export const newerRelease = (answer: ReleaseAnswer, running: string, project: string): UpdateView | null => {
  const [offered, own] = [versionOf(answer.tag_name), versionOf(running)];
  if (answer.draft || answer.prerelease || !offered || !own) return null;
  if (offered.isEarly || !isNewer(offered, own)) return null;
  return { version: offered.numbers.join('.'), page: pageOf(answer.html_url, project) };
};

interface Version {
  readonly numbers: readonly number[];
  /** A pre-release: comes before the version with the same numbers. */
  readonly isEarly: boolean;
}

/** Three numbers of at most nine digits; what was built on the way (`+…`) makes no difference. */
const shape = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(-[\w.-]+)?(?:\+[\w.-]+)?$/;

const versionOf = (text: string): Version | undefined => {
  const found = shape.exec(text);
  return found ? { numbers: found.slice(1, 4).map(Number), isEarly: found[4] !== undefined } : undefined;
};

const isNewer = (offered: Version, own: Version): boolean => {
  const at = offered.numbers.findIndex((number, index) => number !== own.numbers[index]);
  return at === -1 ? own.isEarly && !offered.isEarly : (offered.numbers[at] ?? 0) > (own.numbers[at] ?? 0);
};

/** The release's own page, or that of all releases where the answer names one that is not the project's. */
const pageOf = (named: string, project: string): string => {
  const page = URL.canParse(named) ? new URL(named).href : '';
  return page.startsWith(`${project}/`) ? page : `${project}/releases`;
};
