/** What the systems print. Addresses are made up; layout and quirks are theirs. */

export const procRoute = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT                                                       
wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0                                                                           
eth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0                                                                            
wg0\t0000080A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0                                                                               
docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0                                                                           
eth0\t0000FEA9\t00000000\t0201\t0\t0\t1000\t0000FFFF\t0\t0\t0                                                                           
wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0                                                                           
eth0\t0002A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0                                                                            
`;

export const procArp = `IP address       HW type     Flags       HW address            Mask     Device
192.168.2.1      0x1         0x2         a4:91:b1:00:11:22     *        eth0
192.168.1.1      0x1         0x0         00:00:00:00:00:00     *        wlan0
192.168.2.13     0x1         0x2         de:ad:be:ef:00:01     *        eth0
`;

export const macRouteToNeighbour = `   route to: 192.168.1.50
destination: 192.168.1.0
       mask: 255.255.255.0
  interface: en0
      flags: <UP,DONE,CLONING,STATIC>
 recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire
       0         0         0         0         0         0      1500   -249378 
`;

export const macRouteDefault = `   route to: default
destination: default
       mask: default
    gateway: 192.168.1.1
  interface: en0
      flags: <UP,GATEWAY,DONE,STATIC,PRCLONING,GLOBAL>
 recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire
       0         0         0         0         0         0      1500         0 
`;

export const macRouteTunnel = `   route to: 10.8.0.5
destination: 10.8.0.0
       mask: 255.255.255.0
    gateway: link#22
  interface: utun4
      flags: <UP,DONE,CLONING,STATIC>
`;

export const macArp = '? (192.168.1.1) at a4:91:b1:0:1:f2 on en0 ifscope [ethernet]\n';
export const macArpNone = '192.168.1.1 (192.168.1.1) -- no entry\n';
export const macArpIncomplete = '? (192.168.1.1) at (incomplete) on en0 ifscope [ethernet]\n';

/** German, as an example of columns whose words nobody can rely on. */
export const windowsRoutes = `===========================================================================
Schnittstellenliste
  5...a4 91 b1 aa bb cc ......Intel(R) Wi-Fi 6 AX201 160MHz
  1...........................Software Loopback Interface 1
===========================================================================

IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.20     35
        127.0.0.0        255.0.0.0   Auf Verbindung         127.0.0.1    331
      192.168.1.0    255.255.255.0   Auf Verbindung      192.168.1.20    291
     192.168.1.20  255.255.255.255   Auf Verbindung      192.168.1.20    291
===========================================================================
Ständige Routen:
  Netzwerkadresse          Netzmaske  Gatewayadresse  Metrik
         10.9.0.0    255.255.255.0      10.8.0.1       1
===========================================================================
`;

export const windowsArp = `
Schnittstelle: 192.168.1.20 --- 0x5
  Internetadresse       Physische Adresse     Typ
  192.168.1.1           a4-91-b1-00-11-22     dynamisch
  192.168.1.13          de-ad-be-ef-00-01     dynamisch
  192.168.1.255         ff-ff-ff-ff-ff-ff     statisch
`;
