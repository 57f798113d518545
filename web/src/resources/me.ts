/** Who is signed in, their password, their second factor, their sessions. */
import { useQuery } from '@tanstack/react-query';
import { api, got, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Me = Schemas['MeView'];

/** Who is signed in. */
export const useMe = (enabled: boolean) =>
  useQuery({ queryKey: keys.me, queryFn: () => got(api.GET('/api/me')), enabled, staleTime: 5 * 60_000 });

/** Choose a password with the token of an invitation. */
export const useAcceptInvitation = () =>
  useAction(
    (body: Schemas['AcceptInvitation'], key) => got(api.POST('/api/auth/accept-invitation', { body, headers: once(key) })),
    [],
  );

/** Have a link to a new password sent. */
export const useForgotPassword = () =>
  useAction((body: Schemas['ForgottenPassword'], key) => got(api.POST('/api/auth/forgot-password', { body, headers: once(key) })), []);

/** Choose a new password with the token of that link. */
export const useResetPassword = () =>
  useAction((body: Schemas['PasswordReset'], key) => got(api.POST('/api/auth/reset-password', { body, headers: once(key) })), []);

/** Change one's own password. */
export const useChangePassword = () =>
  useAction(
    (body: Schemas['PasswordChange'], key) => got(api.POST('/api/auth/password', { body, headers: once(key) })),
    [[...keys.me, 'sessions']],
  );

/** Begin to set up the second step. */
export const useStartTotp = () =>
  useAction((_: null, key) => got(api.POST('/api/auth/totp', { headers: once(key) })), []);

/** Turn the second step on with a first code. */
export const useConfirmTotp = () =>
  useAction(
    (body: Schemas['TotpCode'], key) => got(api.POST('/api/auth/totp/confirm', { body, headers: once(key) })),
    [keys.me],
  );

/** Get new recovery codes; the earlier ones are void. */
export const useNewRecoveryCodes = () =>
  useAction((body: Schemas['TotpCode'], key) => got(api.POST('/api/auth/totp/recovery-codes', { body, headers: once(key) })), []);

/** Turn the second step off. */
export const useStopTotp = () => useAction((_: null) => got(api.DELETE('/api/auth/totp')), [keys.me]);

/** Where one is signed in. */
export const useSessions = () =>
  useQuery({ queryKey: [...keys.me, 'sessions'], queryFn: () => got(api.GET('/api/auth/sessions')) });

/** Sign out elsewhere. */
export const useEndSession = () =>
  useAction(
    (session_id: string) => got(api.DELETE('/api/auth/sessions/{session_id}', { params: { path: { session_id } } })),
    [[...keys.me, 'sessions']],
  );

/** Sign out everywhere else. */
export const useEndOtherSessions = () =>
  useAction((_: null, key) => got(api.POST('/api/auth/sessions/end-others', { headers: once(key) })), [
    [...keys.me, 'sessions'],
  ]);
