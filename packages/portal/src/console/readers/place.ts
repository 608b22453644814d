/** The path of a gateway's page within its workspace. */
export function gatewayPlace(id: string): string {
  return `/gateways/${encodeURIComponent(id)}`;
}
