import type { Service } from '../../../shared/facts.ts';
import { constants } from './headers.ts';
import type { Handle, Out, Win32 } from './win32.ts';
import { succeeded, WindowsError } from './windows-error.ts';

interface ListedService {
  readonly lpServiceName: string;
  readonly ServiceStatusProcess: { readonly dwCurrentState: number };
}

/** The services whose names fit, in the order of the service manager. Throws `WindowsError`. */
export async function servicesOf(win32: Win32, fits: (name: string) => boolean): Promise<readonly Service[]> {
  const { result: manager, lastError } = await win32.OpenSCManagerW(
    null,
    null,
    constants.SC_MANAGER_CONNECT | constants.SC_MANAGER_ENUMERATE_SERVICE,
  );
  succeeded('OpenSCManagerW', Number(manager), lastError);
  try {
    const listed = await listedServices(win32, manager);
    const services: Service[] = [];
    for (const { lpServiceName: name, ServiceStatusProcess: status } of listed) {
      if (!fits(name)) continue;
      const startType = await startTypeOf(win32, manager, name);
      services.push({ name, state: stateOf(status.dwCurrentState), startType });
    }
    return services;
  } finally {
    win32.CloseServiceHandle(manager);
  }
}

async function listedServices(win32: Win32, manager: Handle): Promise<readonly ListedService[]> {
  const type = win32.types.ENUM_SERVICE_STATUS_PROCESSW;
  for (let buffer: Buffer | null = null; ;) {
    const needed: Out<number> = [0];
    const returned: Out<number> = [0];
    const { result, lastError } = await win32.EnumServicesStatusExW(
      manager,
      constants.SC_ENUM_PROCESS_INFO,
      constants.SERVICE_WIN32,
      constants.SERVICE_STATE_ALL,
      buffer,
      buffer?.length ?? 0,
      needed,
      returned,
      [0],
      null,
    );
    if (result === 0 && lastError === constants.ERROR_MORE_DATA) {
      // Beginning anew each time: a list that was read in two parts could miss one.
      buffer = Buffer.alloc((buffer?.length ?? 0) + needed[0]);
      continue;
    }
    succeeded('EnumServicesStatusExW', result, lastError);
    if (buffer === null) return [];
    const services = buffer;
    return Array.from(
      { length: returned[0] },
      (_, index) => win32.decode(services, type, index * win32.sizeOf(type)) as ListedService,
    );
  }
}

async function startTypeOf(win32: Win32, manager: Handle, name: string): Promise<Service['startType']> {
  const opened = await win32.OpenServiceW(manager, name, constants.SERVICE_QUERY_CONFIG);
  const service = opened.result;
  succeeded(`OpenServiceW ${name}`, Number(service), opened.lastError);
  try {
    // 8 KB are the most that Windows ever writes.
    const config = Buffer.alloc(8192);
    const { result, lastError } = await win32.QueryServiceConfigW(service, config, config.length, [0]);
    succeeded(`QueryServiceConfigW ${name}`, result, lastError);
    const type = win32.types.QUERY_SERVICE_CONFIGW;
    return startType(name, (win32.decode(config, type) as { readonly dwStartType: number }).dwStartType);
  } finally {
    win32.CloseServiceHandle(service);
  }
}

function startType(name: string, value: number): Service['startType'] {
  switch (value) {
    case constants.SERVICE_BOOT_START:
    case constants.SERVICE_SYSTEM_START:
    case constants.SERVICE_AUTO_START:
      return 'automatic';
    case constants.SERVICE_DEMAND_START:
      return 'manual';
    case constants.SERVICE_DISABLED:
      return 'disabled';
    default:
      throw new WindowsError(`start type ${value} of ${name}`, constants.ERROR_INVALID_PARAMETER);
  }
}

function stateOf(value: number): Service['state'] {
  if (value === constants.SERVICE_RUNNING) return 'running';
  return value === constants.SERVICE_STOPPED ? 'stopped' : 'changing';
}
