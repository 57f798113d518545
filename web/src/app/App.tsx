/** The whole app: providers, the question whether somebody is signed in, and the way to each page. */
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { ProblemNote, Lines } from '@/parts/feedback.tsx';
import { newCache } from '@/resources/keys.ts';
import { useMe } from '@/resources/me.ts';
import { session } from '@/session/session.ts';
import { MeProvider, useIsOpen } from '@/session/SessionContext.tsx';
import { theme } from '@/theme/theme.ts';
import { t, useLanguage } from '@/words';
import { Broken } from './Broken.tsx';

const Toasts = lazy(() => import('./Toasts.tsx'));
const SignInPage = lazy(() => import('@/pages/entry/SignInPage.tsx'));
const InvitationPage = lazy(() => import('@/pages/entry/InvitationPage.tsx'));
const ForgotPage = lazy(() => import('@/pages/entry/ForgotPage.tsx'));
const ResetPage = lazy(() => import('@/pages/entry/ResetPage.tsx'));
const VisitPage = lazy(() => import('@/pages/entry/VisitPage.tsx'));
const SecondStepFirst = lazy(() => import('@/pages/entry/SecondStepFirst.tsx'));
const SignedIn = lazy(() => import('./SignedIn.tsx'));

export function App() {
  const [cache] = useState(newCache);
  const language = useLanguage();
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={cache}>
        <BrowserRouter>
          <Broken key={language}>
            <Suspense fallback={null}>
              <Routes>
                <Route path="/invitation" element={<InvitationPage />} />
                <Route path="/forgot-password" element={<ForgotPage />} />
                <Route path="/reset-password" element={<ResetPage />} />
                <Route path="/visits/:token" element={<VisitPage />} />
                <Route path="*" element={<Entrance />} />
              </Routes>
            </Suspense>
          </Broken>
        </BrowserRouter>
        <Suspense fallback={null}>
          <Toasts />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Shows the sign-in page in place of whatever page was asked for; afterwards one is where one wanted to be. */
function Entrance() {
  const open = useIsOpen();
  const [wasOpen, setWasOpen] = useState(open);
  const cache = useQueryClient();
  const me = useMe(open);
  // Stays until the recovery codes are put away, though the second step is on by then.
  const [settingUp, setSettingUp] = useState(false);
  const lacking = Boolean(me.data?.totp_required && !me.data.totp_on);
  useEffect(() => {
    if (open) setWasOpen(true);
    else cache.clear();
    if (lacking || !open) setSettingUp(lacking && open);
  }, [open, cache, lacking]);
  // The next token allows what the role allows.
  const begin = async () => {
    await session.refresh();
    await me.refetch();
    setSettingUp(false);
  };
  if (!open) return <SignInPage ended={wasOpen} />;
  if (me.data) {
    return (
      <MeProvider value={me.data}>
        {lacking || settingUp ? <SecondStepFirst onDone={() => void begin()} /> : <SignedIn />}
      </MeProvider>
    );
  }
  if (me.error) return <ProblemNote error={me.error} title={t('state.loading_failed')} onRetry={() => void me.refetch()} />;
  return <Lines count={4} />;
}
