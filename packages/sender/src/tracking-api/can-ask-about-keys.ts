import { SETTINGS_OFF, SETTINGS_URLS, TRACKING_API_URLS, type Region } from '@sluice/shared/domain'

/**
 * True when somebody can be asked: another server than Segment's may keep no settings, unless it is said where it does;
 * and what stands between here and the settings may give false answers, so that it is switched off.
 */
export function canAskAboutKeys(
  region: Region,
  urls: { readonly endpoint: string; readonly settings: string },
): boolean {
  if (urls.settings === SETTINGS_OFF) return false
  return urls.endpoint === TRACKING_API_URLS[region] || urls.settings !== SETTINGS_URLS[region]
}
