import { constants } from './headers.ts';

/**
 * The numbers that Windows tells of a record that nobody has given any, by kind: from Windows 10 2004 and Server 2022 on
 * `netsh http show sslcert` prints them for every record, as "Extended Properties". They are no reason to call a record
 * one that could not be set anew.
 */
const usual: ReadonlyMap<number, readonly number[]> = new Map([
  // The receive window of HTTP/2.
  [constants.ExParamTypeHttp2Window, [1_048_576]],
  // Settings of HTTP/2 per frame, and per minute.
  [constants.ExParamTypeHttp2SettingsLimits, [2_796_202, 0xffff_ffff]],
]);

/**
 * Whether these parameters were given to the record, and are not what Windows takes without any.
 * @param kind ExParamType of http.h
 * @param parameters HTTP_SERVICE_CONFIG_SSL_PARAM_EX
 */
export function isGiven(kind: number, parameters: Uint8Array): boolean {
  // Behind the kind and its padding: flags, 8 bytes, and what the kind consists of.
  const view = new DataView(parameters.buffer, parameters.byteOffset + 8, 24);
  const [low, high, ...all] = Array.from({ length: 6 }, (_, index) => view.getUint32(4 * index, true));
  const expected = usual.get(kind);
  const numbers = expected === undefined ? all : all.slice(0, expected.length);
  if (numbers.every((number) => number === 0)) return low !== 0 || high !== 0;
  return expected === undefined || numbers.some((number, index) => number !== expected[index]);
}
