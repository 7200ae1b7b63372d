import './choices.css';
import { Fragment, type ComponentChildren, type JSX } from 'preact';
import type { CommandInput } from '../../src/shared/contract/commands.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { now } from '../base/now.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatDate } from '../../src/messages/dates.ts';

/** What is trusted in a connection: certificates, or an address without any encryption. */
export type Trust = Pick<CommandInput<'setup.connect'>, 'acceptFingerprint' | 'caFile' | 'acceptUnencrypted'>;

interface ConnectProblemProps {
  readonly problem: WindowProblem;
  readonly pending: boolean;
  /** Connects again, trusting what is given. */
  readonly onTrust: (trust: Trust) => void;
  readonly onRetry: () => void;
  readonly onAddress: (address: string) => void;
  /** Absent where the field for it is in view anyway. */
  readonly onChangeAddress?: () => void;
  /** Absent where the page has a button for it anyway. */
  readonly onOpenProfile?: () => void;
}

/** The address is the thing to look at: the catalogue says so, or the form does. */
const isOfAddress = ({ actions, code }: WindowProblem): boolean =>
  actions.includes('change-address') || actions.includes('find-home') || code === 'settings.invalid';

/** Another token is, and its field says so. */
export const isOfToken = ({ actions }: WindowProblem): boolean => actions.includes('home-assistant-token');

/** It passes without help, though nobody tries again before everything is set up. */
const isPassing = ({ code }: WindowProblem): boolean => code === 'ha.starting';

/** Why the connection failed, and what can be done about it right here. */
export const ConnectProblem = (props: ConnectProblemProps): JSX.Element => {
  const { problem, pending, onTrust, onRetry, onAddress, onChangeAddress, onOpenProfile } = props;
  if (problem.code === 'ha.tls-untrusted') return <Certificate {...props} />;
  const to = otherAddress(problem);
  const { url } = problem.facts;
  return (
    <ProblemCard
      {...(isPassing(problem)
        ? { problem: { ...problem, next: messages.choices.token.soon }, tone: 'warn' as const }
        : { problem })}
      alert
      actions={
        <>
          {to !== undefined && (
            <Button kind="primary" pending={pending} onClick={() => onAddress(to)}>
              {messages.choices.token.useAddress(to)}
            </Button>
          )}
          {problem.code === 'ha.unencrypted' && typeof url === 'string' && (
            <Button pending={pending} onClick={() => onTrust({ acceptUnencrypted: url })}>
              {messages.choices.token.allowUnencrypted}
            </Button>
          )}
          {isOfAddress(problem) && onChangeAddress && (
            <Button onClick={onChangeAddress}>{messages.choices.token.changeAddress}</Button>
          )}
          {isOfToken(problem) && onOpenProfile && (
            <Button icon="external" onClick={onOpenProfile}>
              {messages.choices.token.open}
            </Button>
          )}
          {!isOfToken(problem) && to === undefined && (
            <Button pending={pending} onClick={onRetry}>
              {messages.common.tryAgain}
            </Button>
          )}
        </>
      }
    />
  );
};

/** An address that is known to be the right one instead. */
const otherAddress = ({ code, facts }: WindowProblem): string | undefined => {
  if (code === 'ha.redirected') return originOf(facts['to']);
  return code === 'ha.moved' ? originOf(facts['found']) : undefined;
};

const originOf = (to: unknown): string | undefined =>
  typeof to === 'string' && URL.canParse(to) ? new URL(to).origin : undefined;

/** The certificate that the server shows, for the question whether it is the right one. */
const Certificate = ({ problem, pending, onTrust, onRetry }: ConnectProblemProps): JSX.Element => {
  const { fingerprint } = problem.facts;
  const choose = async (): Promise<void> => {
    const chosen = await command('setup.choose-ca-file', {});
    if (chosen.ok && chosen.value !== null) onTrust({ caFile: chosen.value });
  };
  return (
    <div class="stack-small">
      <ProblemCard
        problem={problem}
        tone="warn"
        alert
        actions={
          <>
            {typeof fingerprint === 'string' && (
              <Button pending={pending} onClick={() => onTrust({ acceptFingerprint: fingerprint })}>
                {messages.choices.certificate.accept}
              </Button>
            )}
            <Button icon="folder" onClick={() => void choose()}>
              {messages.choices.certificate.chooseFile}
            </Button>
            <Button kind="quiet" pending={pending} onClick={onRetry}>
              {messages.common.tryAgain}
            </Button>
          </>
        }
      />
      {typeof fingerprint === 'string' && <CertificateFacts facts={problem.facts} fingerprint={fingerprint} />}
    </div>
  );
};

interface CertificateFactsProps {
  readonly facts: WindowProblem['facts'];
  readonly fingerprint: string;
}

const CertificateFacts = ({ facts, fingerprint }: CertificateFactsProps): JSX.Element => {
  const of = (name: string): string => {
    const value = facts[name];
    return typeof value === 'string' && value !== '' ? value : messages.choices.certificate.unknown;
  };
  return (
    <div class="card">
      <FactList>
        <FactLine name={messages.choices.certificate.subject}>{of('subject')}</FactLine>
        <FactLine name={messages.choices.certificate.issuer}>{of('issuer')}</FactLine>
        <FactLine name={messages.choices.certificate.validTo}>
          {formatDate(of('validTo'), now.value) || of('validTo')}
        </FactLine>
        <FactLine name={messages.choices.certificate.fingerprint}>
          <span class="mono selectable">
            {fingerprint.split(':').map((byte, index) => (
              // Lines end between bytes, and what is copied has nothing but them.
              <Fragment key={index}>
                {index > 0 && (
                  <>
                    :<wbr />
                  </>
                )}
                {byte}
              </Fragment>
            ))}
          </span>
        </FactLine>
      </FactList>
      <p class="quiet small">{messages.choices.certificate.acceptNote}</p>
    </div>
  );
};

/** Names and values under each other. */
export const FactList = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <dl class="fact-list">{children}</dl>
);

interface FactLineProps {
  readonly name: string;
  readonly children: ComponentChildren;
}

export const FactLine = ({ name, children }: FactLineProps): JSX.Element => (
  <div class="fact-line">
    <dt class="quiet">{name}</dt>
    <dd>{children}</dd>
  </div>
);
