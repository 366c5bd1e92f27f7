import { addCertificate, listCertificates, removeCertificate } from './certificates.ts';
import { httpSysRecord } from './http-sys-record.ts';
import { generateKey, listContainers, privateKeyOf, removeContainer } from './key-containers.ts';
import { exportKey } from './registry-export.ts';
import { resources } from './resources.ts';
import { createServices, deleteService, setStartType } from './services.ts';

/** The tests' own hands inside Windows: what prepares a scenario, and what looks at it from outside the product. */
export function worldTools() {
  return {
    addCertificate,
    removeCertificate,
    listCertificates,
    generateKey,
    removeContainer,
    listContainers,
    privateKeyOf,
    httpSysRecord,
    exportKey,
    createServices,
    deleteService,
    setStartType,
    resources,
  };
}

export type WorldTools = ReturnType<typeof worldTools>;
