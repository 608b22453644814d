/** The place of one gateway, below its workspace. */
export function gatewayPlace(id: string): string {
  return `/gateways/${encodeURIComponent(id)}`;
}
