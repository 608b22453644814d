import { PROOF_ALGORITHMS } from '@lostwax/contract';
import type { Answer } from './answers.ts';
import type { Cors } from './cors.ts';
import { type Door, send } from './forward-auth.ts';

/** What is said of the API behind the gate. */
export interface Resource {
  /** Its identifier: an `https:` URL without query or fragment. */
  readonly resource: string;
  /** Issuers of the keys that are accepted. */
  readonly issuers: readonly string[];
  /** Whether access tokens can be bound to a client certificate (RFC 8705). */
  readonly seesCertificates: boolean;
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** Where the metadata of a resource is: the well-known part comes before its path (RFC 9728 §3.1). */
function metadataUrl(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}${metadataPath(pathname)}`;
}

function metadataPath(pathname: string): string {
  return pathname === '/' ? WELL_KNOWN : WELL_KNOWN + pathname;
}

/**
 * Serves the metadata of the protected resource (RFC 9728), by which clients find out how to authenticate. It is public, and pages may read it.
 *
 * @param elsewhere - Handles all other paths.
 */
export function resourceMetadata({ resource, issuers, seesCertificates }: Resource, elsewhere: Door): Door {
  const path = metadataPath(new URL(resource).pathname);
  const body = JSON.stringify({
    resource,
    authorization_servers: issuers,
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    ...(seesCertificates && { tls_client_certificate_bound_access_tokens: true }),
  });
  const headers = [
    ...['content-type', 'application/json', 'cache-control', 'public, max-age=300'],
    ...['access-control-allow-origin', '*', 'content-length', `${Buffer.byteLength(body)}`],
  ];
  return (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || request.url?.split('?', 1)[0] !== path) elsewhere(request, response);
    else send(response, { code: 'open', status: 200, headers, body: request.method === 'HEAD' ? '' : body });
  };
}

/** Adds the address of the metadata to the challenge of each refusal (RFC 9728 §5.1). */
export function challenging(resource: string | undefined, cors: Cors): Cors {
  if (resource === undefined) return cors;
  const parameter = `, resource_metadata="${metadataUrl(resource)}"`;
  const made = new WeakMap<Answer, Answer>();
  return (answer, originOf) => {
    let challenged = made.get(answer);
    if (challenged === undefined) {
      const { headers } = answer;
      challenged = {
        ...answer,
        headers: headers.map((text, at) =>
          headers[at - 1] === 'www-authenticate' ? text + parameter : text,
        ),
      };
      made.set(answer, challenged);
    }
    return cors(challenged, originOf);
  };
}
