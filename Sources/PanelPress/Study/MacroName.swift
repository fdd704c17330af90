import PanelData

/// The names of numbers in the text: each becomes a command of LaTeX, `\\effect`.
enum MacroName {
  /// What is wrong with a name; `nil` for one that a command can have.
  ///
  /// `\\newcommand` itself refuses the name of any command there is; those that every document or
  /// the usual packages have are refused here, before anything is computed.
  static func fault(in name: String) -> String? {
    let shown = MessageText.shown(name)
    guard !name.isEmpty, name.utf8.allSatisfy(isLetter) else {
      return "'\(shown)' cannot name a number: it becomes a command of LaTeX, which has letters from "
        + "a to z and A to Z only\(suggestion(for: name))."
    }
    if name.hasPrefix("end") {
      return "'\(shown)' cannot name a number: LaTeX keeps commands that begin with 'end'."
    }
    if commands.contains(name) {
      return "'\(shown)' cannot name a number: LaTeX has a command \\\(name). Choose a longer name, "
        + "such as 'the\(name.prefix(1).uppercased())\(name.dropFirst())'."
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// The name with digits as words and the letters after other signs as capitals: `effect_2` is
  /// `effectTwo`.
  private static func suggestion(for name: String) -> String {
    let words = [
      "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine",
    ]
    var made = ""
    var isStart = false
    for byte in name.utf8 {
      if isLetter(byte) {
        let letter = String(decoding: [byte], as: UTF8.self)
        made += isStart ? letter.uppercased() : letter
        isStart = false
      } else {
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
          made += words[Int(byte - UInt8(ascii: "0"))]
        }
        isStart = !made.isEmpty
      }
    }
    return made.isEmpty || commands.contains(made) || made.hasPrefix("end") ? "" : ", such as '\(made)'"
  }

  /// Short names of commands that LaTeX, its article class, amsmath, amssymb, booktabs, graphicx
  /// and natbib define.
  static let commands: Set<String> = Set(
    """
    AA AE Acute Alph AmS AmSfont And Bar Bbb Bbbk Big Bigg Biggl Biggm Biggr Bigl Bigm Bigr Box
    Breve Bumpeq Cap Check Citealp Citealt Citep Citet Cup DH DJ DOTSB DOTSI DOTSX Ddot Delta
    Diamond Dot Doteq Finv Game Gamma Grave H Hat IJ IeC Im Join L LARGE LaTeX LaTeXe Lambda Large
    LogHook Lsh NG NewHook O OE Omega P Phi Pi Pr Psi Re Ref Relbar Roman Rsh S SS SetKeys Sigma
    Subset Supset TH TeX Theta Tilde TopMark Uparrow Upsilon UseCos UseHook UseName UseSin Vdash
    Vec Vert Vvdash Xi a aa above accent active acute advance ae aleph alph alpha amalg and angle
    appdef appendix approx approxeq arabic arccos arcsin arctan arg array ast asymp atop author b
    backsim badness bar barwedge because begin beta beth between bezier bf bfseries bgroup bibcite
    bibdata bibfield bibfont bibhang bibinfo bibitem bibname bibpunct bibsep bibstyle big bigbreak
    bigcap bigcirc bigcup bigg biggl biggm biggr bigl bigm bigodot bigoplus bigr bigskip bigsqcup
    bigstar biguplus bigvee bigwedge binom bmod bold boldmath bot botmark bowtie box boxdot boxed
    boxminus boxplus boxtimes brace braceld bracelu bracerd braceru brack break breve buildrel
    bullet bumpeq c cal cap caption cases catcode cdot cdotp cdots center cfrac char chardef check
    chi choose circ circeq circle citation cite citealp citealt citeends citename citenum citep
    citet citetext citeyear clap cleaders cline closein closeout clubsuit cmidrule colon cong
    coprod copy cos cosh cot coth count countdef cr crcr csc csname cup curlyvee d dag dagger
    daleth dashbox dashv date day dbinom ddag ddagger ddddot dddot ddot ddots def deg delcode
    delta det dfrac dh diagdown diagup diamond digamma dim dimen dimendef dimeval dimexpr div
    divide dj do document dot doteq doteqdot dotfill dotplus dots dotsb dotsc dotsi dotsm dotso dp
    dump edef egroup eject ell else em emforce emph empty emptyset emreset end endalign endarray
    endgraf endgroup endinput endline endlist endlrbox endmath endsplit enskip enspace epsilon
    eqcirc eqnarray eqno eqref eqsim equation equiv errhelp eta eth everycr everyeof everyjob
    everypar exists exp expanded fam fbox fboxrule fboxsep fi filbreak fill flat floatsep fmtname
    fnsymbol font fontname fontsize footins footnote footref footskip forall fpeval frac frak
    frame framebox frown fussy gamma gcd gdef ge genfrac geq geqq geqslant gets gg ggg gggtr gimel
    global glossary gnapprox gneq gneqq gnsim grave gtrdot gtrless gtrsim halign hat hbadness hbar
    hbox hdots hdotsfor headsep hfil hfill hfilneg hfuzz hglue hideskip hline hoffset hom hphantom
    hrule hsize hskip hslash hspace hss ht huge i ialign idotsint if ifcase ifcat ifcsname ifdim
    ifeof iff iffalse ifhbox ifhmode ifinner ifmmode ifnum ifodd iftrue ifvbox ifvmode ifvoid ifx
    iiiint iiint iint ij imath implies in include indent index inf infty injlim input insert int
    intercal inteval intop iota it item itemize itemsep iterate itshape j jmath jobname joinrel
    jot k kappa ker kern kill l lVert label labelsep lambda land langle language large lastbox
    lastkern lastskip lbrace lbrack lccode lceil ldotp ldots le leaders leadsto left lefteqn
    leftline leftmark leftroot leftskip leq leqno leqq leqslant lessdot lessgtr lesssim let lfloor
    lg lgroup lhd lhook lim liminf limits limsup line lineskip list ll llap llcorner lll llless ln
    lnapprox lneq lneqq lnot lnsim log long loop lor lower lozenge lq lrbox lrcorner ltimes lvert
    mag magstep makebox maltese mapsto mark markboth marks math mathbb mathbf mathbin mathcal
    mathchar mathcode mathfrak mathit mathop mathopen mathord mathrel mathring mathrm mathsf
    mathtt matrix max maxdepth maxdimen mbox mdseries meaning medbreak medskip medspace message
    mho mid midrule min minipage mit mkern mod models month moveleft mp mskip mspace mu multimap
    multiply multiput muskip nVDash nVdash nabla narrower natexlab natural ncong ne nearrow neg
    neq newblock newbox newcount newdimen newfam newfont newhelp newif newlabel newline newmarks
    newpage newread newskip newtie newtoks newwrite nexists ng ngeq ngeqq ngtr ni nleq nleqq nless
    nmid noalign nobreak nocite nocorr noexpand nofiles noindent nolimits nonumber not notag notin
    nprec npreceq nsim nsucc nsucceq nu null nullfont number numexpr nvDash nvdash nwarrow o
    oalign obeycr odot oe oint ointop omega ominus omit ooalign openin openout openup oplus or
    oslash otimes outer output oval over overline overset owns pagegoal pageref par parallel
    parbox parsep parshape parskip part partial partname patterns pausing penalty perp phantom phi
    pi picture pm pmatrix pmod pod poptabs pounds prec preceq precneqq precnsim precsim prevgraf
    prime primfrac prod projlim propto protect psi pushtabs put qbezier qopname qquad quad r rVert
    radical raise raisebox raisetag rangle rbrace rbrack rceil read ref refname relax relbar
    repeat rfloor rgroup rhd rho rhook right rlap rm rmfamily roman root rootbox rq rtimes rule
    rvert samepage savebox sb sbox sc scalebox scshape searrow sec secdef section setbox setkeys
    setminus sf sfcode sffamily sharp shipout shortmid show showbox showthe sideset sigma sim
    simeq sin sinh skew skewchar skip skipdef skipeval sl slash sloppy slshape small smallint
    smash smile sp space span special split sqcap sqcup sqrt sqrtsign sqsubset sqsupset square ss
    sscshape stackrel star stop stretch string strut strutbox subarray subitem subset subseteq
    substack succ succeq succneqq succnsim succsim sum sup supset supseteq surd swarrow swshape
    symAMSa symAMSb symbol t tabbing tabskip tabular tag tan tanh tau tbinom tencirc tencircw
    tenln tenlnw textbaht textbar textbf textborn textcent textdied textdiv textdong texteuro
    textfont textit textleaf textless textlira textlnot textmd textmho textmu textohm textpeso
    textpm textrm textsc textsf textsl textssc textsurd textsw texttt textulc textup textwon
    textyen tfrac th thanks the theenumi thempfn thepage thepart theta thetable thetag thicksim
    tilde time times title tmspace to today toks toksdef top topmark toprule topsep topskip
    triangle trivlist tt ttfamily typein typeout u uccode uchyph ulcorner ulcshape underbar
    underset unhbox unhcopy unkern unless unlhd unrhd unskip unvbox unvcopy uparrow uplus uproot
    upshape upsilon urcorner usebox usefont v vDash vadjust valign value varPhi varPi varPsi varXi
    varkappa varphi varpi varrho varsigma vartheta vbadness vbox vcenter vdash vdots vec vector
    vee veebar veqno verb verbatim vert vfil vfill vfilneg vfuzz vglue vline voffset vphantom
    vrule vsize vskip vspace vsplit vss vtop wd wedge widehat wlog wp wr write xdef xi xleaders
    year yen zeta
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  )
}
