import type { Service } from '../../../shared/facts.ts';
import type { PracticeState } from './state.ts';

/** What Setup's scripts wrote about the services they stopped. */
export function serviceControlLog(state: PracticeState, at: Date): string {
  const time = at.toISOString().slice(11, 19);
  return lines([
    `[${time}] Setup is about to stop the services of this server.`,
    ...state.servicesBefore
      .filter((service) => service.state === 'running')
      .map(
        (service) => `[${time}] Stopping service '${service.name}'. Startup type was '${service.startType}'.`,
      ),
  ]);
}

/** The start modes as they were before the update. */
export function serviceStartupMode(state: PracticeState): string {
  return lines([
    '<?xml version="1.0" encoding="utf-8"?>',
    '<ServiceStartupModes>',
    ...state.servicesBefore.map(
      (service) => `  <Service Name="${service.name}" StartupMode="${startMode(service)}" />`,
    ),
    '</ServiceStartupModes>',
  ]);
}

/** IIS's configuration: the sites and their bindings. Certificates are not in it, http.sys keeps them. */
export function applicationHostConfig(state: PracticeState): string {
  return lines([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<configuration>',
    '  <system.applicationHost>',
    '    <applicationPools>',
    ...['DefaultAppPool', 'MSExchangeOWAAppPool', 'MSExchangeECPAppPool', 'MSExchangeServicesAppPool'].map(
      (pool) => `      <add name="${pool}" />`,
    ),
    '    </applicationPools>',
    '    <sites>',
    ...state.sites.flatMap((site) => [
      `      <site name="${site.name}" id="${site.id}" serverAutoStart="true">`,
      '        <bindings>',
      ...(plainBindings[site.id] ?? []).map(([protocol, information]) => binding(protocol, information, 0)),
      ...site.bindings.map(({ information, sslFlags }) => binding('https', information, sslFlags)),
      '        </bindings>',
      '      </site>',
    ]),
    '    </sites>',
    '  </system.applicationHost>',
    '</configuration>',
  ]);
}

/** The bindings beside https, by site id. */
const plainBindings: Readonly<Record<number, readonly (readonly [protocol: string, information: string])[]>> =
  {
    1: [
      ['http', '*:80:'],
      ['net.tcp', '808:*'],
      ['net.pipe', '*'],
      ['net.msmq', 'localhost'],
      ['msmq.formatname', 'localhost'],
      ['http', '127.0.0.1:80:'],
    ],
    2: [['http', '*:81:']],
  };

function binding(protocol: string, information: string, sslFlags: number): string {
  const flags = protocol === 'https' ? ` sslFlags="${sslFlags}"` : '';
  return `          <binding protocol="${protocol}" bindingInformation="${information}"${flags} />`;
}

function startMode({ startType }: Service): string {
  return { automatic: 'Automatic', manual: 'Manual', disabled: 'Disabled' }[startType];
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\r\n`).join('');
}
