export { type Address, parseAddress } from './address.ts';
export { type EnvoyOptions, renderEnvoy } from './envoy/render.ts';
export type { Gateway, GatewayWorkspace } from './gateway.ts';
export { gateways } from './gateways.ts';
export { type KeyShape, keySetBytes, MAX_BYTES_OF_ENVOY, readersThatRefuse } from './key-set-size.ts';
export {
  flagOf,
  type GatewayMode,
  type GatewayOption,
  type GivenOptions,
  gatewayModes,
  optionFault,
} from './option.ts';
