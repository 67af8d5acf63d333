import { lazy, Suspense } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import { ChooseBody } from "./choose_body.tsx";
import { Loading, NoPage } from "./parts.tsx";
import { AtBody, AtPlugin } from "./shell.tsx";

const Home = lazy(() => import("./home.tsx"));
const Catalogue = lazy(() => import("./catalogue.tsx"));
const Practice = lazy(() => import("./practice.tsx"));
const Look = lazy(() => import("./look.tsx"));
const OwnAccount = lazy(() => import("./own_account.tsx"));
const Samples = lazy(() => import("./kit/samples.tsx"));
const Opened = lazy(() => import("./opened.tsx"));
const Setting = lazy(() => import("./setting.tsx"));

export function App() {
  return (
    <BrowserRouter>
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route index element={<ChooseBody />} />
          <Route path="/c/:code" element={<AtBody />}>
            <Route index element={<Home />} />
            <Route path="plugins" element={<Catalogue />} />
            <Route path="practice" element={<Practice />} />
            <Route path="practice/:setting" element={<Setting />} />
            <Route path="account" element={<OwnAccount />} />
            <Route path="look" element={<Look />} />
            <Route path="r/:id" element={<Opened />} />
            <Route path="kit" element={<Samples />} />
            <Route path="p/:plugin/*" element={<AtPlugin />} />
            <Route path="*" element={<NoPage />} />
          </Route>
          <Route path="*" element={<ChooseBody />} />
        </Routes>
      </Suspense>
    </BrowserRouter>
  );
}
