import type { Operation } from '../operation.ts';
import { auditOperations } from './audit.ts';
import { consoleOperations } from './console.ts';
import { customerOperations } from './customers.ts';
import { gatewayOperations } from './gateways.ts';
import { healthOperations } from './health.ts';
import { importOperations } from './import.ts';
import { issueOperations } from './issue.ts';
import { keyOperations } from './keys.ts';
import { nameOperations } from './names.ts';
import { peopleOperations } from './people.ts';
import { portalSessionOperations } from './portal-sessions.ts';
import { readerOperations } from './readers.ts';
import { rotationOperations } from './rotation.ts';
import { selfOperations } from './self.ts';
import { sessionOperations } from './session.ts';
import { signingKeyOperations } from './signing-keys.ts';
import { usageOperations } from './usage.ts';
import { workspaceOperations } from './workspaces.ts';

/** Every operation of the HTTP API. */
export const operations: readonly Operation[] = [
  ...workspaceOperations,
  ...issueOperations,
  ...importOperations,
  ...keyOperations,
  ...rotationOperations,
  ...customerOperations,
  ...nameOperations,
  ...readerOperations,
  ...gatewayOperations,
  ...signingKeyOperations,
  ...usageOperations,
  ...peopleOperations,
  ...consoleOperations,
  ...auditOperations,
  ...portalSessionOperations,
  ...sessionOperations,
  ...selfOperations,
  ...healthOperations,
];
