import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../app/session.tsx';

/** The members of the workspace's OAuth metadata that say how clients use certificates (RFC 8414, RFC 8705 §5). */
interface Metadata {
  readonly token_endpoint_auth_methods_supported?: readonly string[];
  readonly mtls_endpoint_aliases?: { readonly token_endpoint?: string };
}

/** Whether OAuth clients can authenticate with certificates, and where. */
export interface MutualTls {
  readonly offered: boolean;
  /** Undefined if it is the same token URL as for all clients. */
  readonly tokenUrl: string | undefined;
}

/** @param needed - False for keys of other methods: then nothing is read. */
export function useMutualTls(needed: boolean): MutualTls {
  const { connection, info } = useSession();
  const slug = info.workspace?.slug ?? '';
  const { data } = useQuery({
    queryKey: ['oauth-metadata', slug],
    enabled: needed && slug !== '',
    staleTime: 60_000,
    // Without it, certificates aren't offered.
    retry: false,
    queryFn: async ({ signal }): Promise<Metadata> => {
      const url = `${connection.authority}/.well-known/oauth-authorization-server/${slug}`;
      const response = await fetch(url, { credentials: 'omit', signal });
      return response.json() as Promise<Metadata>;
    },
  });
  return {
    offered: data?.token_endpoint_auth_methods_supported?.includes('self_signed_tls_client_auth') ?? false,
    tokenUrl: data?.mtls_endpoint_aliases?.token_endpoint,
  };
}
