/** Put in by the build (scripts/project-page.mjs); absent where nothing is built, as in tests. */
declare const PROJECT_PAGE: string | null | undefined;

/**
 * Where the program is published, with `/releases` and `/issues` below it; undefined where nobody published it. Never a
 * guess: the owner of the address gets the users' trust, and their diagnostics.
 */
export const projectPage: string | undefined = typeof PROJECT_PAGE === 'string' ? PROJECT_PAGE : undefined;
