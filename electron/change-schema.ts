import { z } from 'zod';
import type {
  CertificateRef,
  CertificateValue,
  ConcreteChange,
  KeyAccessValue,
  Presence,
  Present,
  RecordValue,
  Target,
  TargetState,
  TrustValue,
} from '../shared/change.ts';
import type { Thumbprint } from '../shared/thumbprint.ts';
import { endpointText, moment, recordSettings, thumbprint } from './facts-schema.ts';
import { union } from './union-schema.ts';

const text = z.string();
const changeId = text;

function presence<T>(value: z.ZodType<T>): z.ZodType<Presence<T>> {
  return union<Presence<T>>({ absent: {}, present: { value } });
}

function present<T>(value: z.ZodType<T>): z.ZodType<Present<T>> {
  return z.strictObject({ kind: z.literal('present'), value });
}

const reference = union<CertificateRef>({ thumbprint: { thumbprint }, created: { createdBy: changeId } });

const recordOf = <Ref>(certificate: z.ZodType<Ref>) =>
  z.strictObject({ certificate, ...recordSettings }) as unknown as z.ZodType<RecordValue<Ref>>;

const certificateValue: z.ZodType<CertificateValue> = z.strictObject({
  netbiosName: text,
  fullyQualifiedName: text,
  friendlyName: text,
  notBefore: moment,
  notAfter: moment,
});
const trustValue: z.ZodType<TrustValue> = z.strictObject({ store: z.literal('Root') });
const keyAccessValue: z.ZodType<KeyAccessValue> = z.strictObject({ accessList: text });

/** Every kind of change, with its certificates named in one way or the other. */
function changesWith<Ref>(certificate: z.ZodType<Ref>) {
  const record = presence(recordOf(certificate));
  const made = presence(certificateValue);
  const trust = presence(trustValue);
  const keyAccess = present(keyAccessValue);
  return {
    record: {
      id: changeId,
      target: z.strictObject({ endpoint: endpointText, site: text }),
      before: record,
      after: record,
    },
    certificate: {
      id: changeId,
      target: z.strictObject({ container: text, serialNumber: text }),
      before: made,
      after: made,
    },
    trust: { id: changeId, target: z.strictObject({ certificate }), before: trust, after: trust },
    'key-access': {
      id: changeId,
      target: z.strictObject({ certificate: thumbprint, path: text }),
      before: keyAccess,
      after: keyAccess,
    },
  };
}

const concreteChanges = changesWith<Thumbprint>(thumbprint);

/** A change as it is planned. */
export const plannedChanges = changesWith<CertificateRef>(reference);

/** A change as it is carried out. */
export const changeSchema: z.ZodType<ConcreteChange> = union<ConcreteChange>(concreteChanges);

type CertificateState = Extract<TargetState, { kind: 'certificate' }>['state'];

/** What was read at a target. */
export const targetStateSchema = union<TargetState>({
  record: { state: presence(recordOf<Thumbprint>(thumbprint)) },
  certificate: {
    state: union<CertificateState>({
      absent: {},
      partly: {},
      present: { value: certificateValue, thumbprint },
    }),
  },
  trust: { state: presence(trustValue) },
  'key-access': { state: presence(keyAccessValue) },
});

/** What a server was asked to read or to change. */
export const targetSchema = union<Target>({
  record: { target: concreteChanges.record.target },
  certificate: { target: concreteChanges.certificate.target },
  trust: { target: concreteChanges.trust.target },
  'key-access': { target: concreteChanges['key-access'].target },
});
