import { fileURLToPath } from 'node:url';
import { readJson } from './json.mjs';

/**
 * Where the program that is being built will be published: the `repository` of package.json, else the repository that GitHub
 * Actions builds (its default environment variables), so that a fork's users are led to the fork.
 *
 * @param {URL} packageFile
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string | undefined} an https address without a slash at its end
 */
export const projectPage = (packageFile, environment) => {
  const { repository } = /** @type {{ repository?: string | { url?: string } }} */ (
    readJson(fileURLToPath(packageFile))
  );
  const named = typeof repository === 'string' ? repository : repository?.url;
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: built } = environment;
  return webPage(named) ?? webPage(server && built ? `${server}/${built}` : undefined);
};

/**
 * @param {string | undefined} address `git+https://host/owner/name.git`, `https://host/owner/name`
 * @returns {string | undefined}
 */
const webPage = (address) => {
  const page = address?.replace(/^git\+/, '').replace(/(?:\.git)?\/?$/, '');
  return page !== undefined && /^https:\/\/[^\s/?#@]+\/[^\s?#]+$/.test(page) ? page : undefined;
};
