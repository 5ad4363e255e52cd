// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "../../src/clearing-house/IClearingHouse.sol";
import { SignedStructs } from "../../src/clearing-house/SignedStructs.sol";
import { BatchCodec } from "./BatchCodec.sol";
import { ClearingHouseFixture } from "./ClearingHouseFixture.sol";

/// @notice What a match costs with the code that is deployed: whole transactions, calldata included,
/// divided by the number of matches. Every match has a taker of its own and a resting order of its own,
/// each verified; nothing is amortised but what a batch shares.
/// forge-config: default.isolate = true
contract ClearingHouseGasTest is ClearingHouseFixture {
    uint256 private constant MAKERS = 4;
    uint256 private constant MATCHES = 120;
    uint256 private constant DISTINCT_MATCHES = 100;

    /// Prices that nothing crosses at and sizes, by market: BTC, ETH, LUX.
    uint32[4] private prices = [0, 6_512_345, 321_098, 205_432];
    uint32[4] private lots = [0, 1234, 2345, 34_567];

    struct Flow {
        uint8 market;
        Trader[] takers;
        Trader[] makers;
        /// Of the first resting order of each maker.
        uint48 firstNonce;
        bool byAgents;
    }

    function _createHouse(IClearingHouse.Config memory config) internal override returns (address) {
        return _createArtifact("clearing-house", abi.encode(config));
    }

    function test_marketMakers_onETH() public {
        _measureMakers(ETH_USDT, "ETH-USDT");
    }

    function test_marketMakers_onBTC() public {
        _measureMakers(BTC_USDT, "BTC-USDT");
    }

    function test_marketMakers_onLUX() public {
        _measureMakers(LUX_USDT, "LUX-USDT");
    }

    function test_distinctAccounts_onETH() public {
        _measureDistinct(ETH_USDT, "ETH-USDT");
    }

    function test_distinctAccounts_onBTC() public {
        _measureDistinct(BTC_USDT, "BTC-USDT");
    }

    function test_marketMakers_withTradingKeys() public {
        Flow memory flow = _flow(ETH_USDT, MAKERS, MATCHES);
        flow.byAgents = true;
        for (uint256 i = 0; i < MATCHES; ++i) {
            _approveKey(flow.takers[i]);
            if (i < MAKERS) _approveKey(flow.makers[i]);
        }
        _settleFlow(flow, MATCHES);
        flow.firstNonce = 1024;
        _record("ETH-USDT: 4 makers, trading keys", _settleFlow(flow, MATCHES), MATCHES);
    }

    function test_oneQuoteEach_onETH() public {
        Flow memory flow = _flow(ETH_USDT, MAKERS, MATCHES);
        _settleFlow(flow, MATCHES);
        flow.firstNonce = 1024;
        _record("ETH-USDT: 4 makers with one order each", _settleQuotes(flow), MATCHES);
    }

    function test_single_onETH() public {
        Flow memory flow = _flow(ETH_USDT, 1, 1);
        _settleFlow(flow, 1);
        flow.firstNonce = 72;
        _record("ETH-USDT: a single match", _settleFlow(flow, 1), 1);
    }

    function _measureMakers(uint8 market, string memory name) private {
        Flow memory flow = _flow(market, MAKERS, MATCHES);
        uint256 first = _settleFlow(flow, MATCHES);
        _record(string.concat(name, ": 4 makers, takers' first"), first, MATCHES);
        flow.firstNonce = 1024;
        uint256 gas = _settleFlow(flow, MATCHES);
        _record(string.concat(name, ": 4 makers, new slots of nonces"), gas, MATCHES);
        // The other half of the same slots.
        flow.firstNonce = 1028;
        _record(string.concat(name, ": 4 makers"), _settleFlow(flow, MATCHES), MATCHES);
    }

    /// Every resting order has a slot of its own here: in the first round a new one, then a used one.
    function _measureDistinct(uint8 market, string memory name) private {
        Flow memory flow = _flow(market, DISTINCT_MATCHES, DISTINCT_MATCHES);
        uint256 first = _settleFlow(flow, DISTINCT_MATCHES);
        _record(string.concat(name, ": everybody's first order"), first, DISTINCT_MATCHES);
        flow.firstNonce += 1;
        uint256 again = _settleFlow(flow, DISTINCT_MATCHES);
        _record(string.concat(name, ": all accounts distinct"), again, DISTINCT_MATCHES);
    }

    function _record(string memory name, uint256 gas, uint256 matches) private {
        vm.snapshotValue("ClearingHouse", name, gas / matches);
    }

    function _flow(uint8 market, uint256 makers, uint256 takers)
        private
        returns (Flow memory flow)
    {
        flow.market = market;
        flow.firstNonce = 64;
        uint8 base = house.marketAt(market).baseAsset;
        flow.makers = new Trader[](makers);
        for (uint256 i = 0; i < makers; ++i) {
            flow.makers[i] = _trader(string.concat("maker", vm.toString(i)));
            _deposit(flow.makers[i].account, base, 1e13);
            _deposit(flow.makers[i].account, LUSD, 1e9);
        }
        flow.takers = new Trader[](takers);
        for (uint256 i = 0; i < takers; ++i) {
            flow.takers[i] = _trader(string.concat("taker", vm.toString(i)));
            _deposit(flow.takers[i].account, LUSD, 1e12);
        }
        _deposit(FEES, LUSD, 1);
        _deposit(FEES, base, 1);
    }

    function _approveKey(Trader memory trader) private {
        (address agent,) = _keyOf(trader);
        vm.prank(trader.account);
        house.approveAgent(
            IClearingHouse.AgentApproval(
                trader.account, agent, START + 30 days, type(uint64).max, type(uint128).max, 1
            ),
            ""
        );
    }

    function _keyOf(Trader memory trader) private pure returns (address agent, uint256 key) {
        key = trader.key / 2;
        agent = vm.addr(key);
    }

    /// Each taker buys from a resting order of its own; the makers take turns.
    function _settleFlow(Flow memory flow, uint256 matches) private returns (uint256) {
        Draft[] memory drafts = new Draft[](2 * matches);
        BatchCodec.Fill[] memory fills = new BatchCodec.Fill[](matches);
        uint256 makers = flow.makers.length;
        for (uint256 i = 0; i < matches; ++i) {
            // Four orders of a slot; its other four are left to another batch.
            uint48 turn = uint48(i / makers);
            uint48 nonce = flow.firstNonce + (turn / 4) * 8 + turn % 4;
            drafts[2 * i] = _buy(flow, i);
            drafts[2 * i + 1] = _sell(flow, i % makers, nonce, lots[flow.market]);
            fills[i] = _fill(flow, 2 * i, 2 * i + 1);
        }
        return _measure(flow, drafts, fills);
    }

    /// Each taker buys from the one resting order that each maker has.
    function _settleQuotes(Flow memory flow) private returns (uint256) {
        Draft[] memory drafts = new Draft[](MATCHES + MAKERS);
        BatchCodec.Fill[] memory fills = new BatchCodec.Fill[](MATCHES);
        for (uint256 i = 0; i < MAKERS; ++i) {
            drafts[MATCHES + i] = _sell(flow, i, flow.firstNonce, lots[flow.market] * 100);
        }
        for (uint256 i = 0; i < MATCHES; ++i) {
            drafts[i] = _buy(flow, i);
            fills[i] = _fill(flow, i, MATCHES + i % MAKERS);
        }
        return _measure(flow, drafts, fills);
    }

    function _buy(Flow memory flow, uint256 index) private view returns (Draft memory) {
        uint48 nonce = uint48(START) * 1000 + 123 + flow.firstNonce;
        uint32 price = prices[flow.market] + 77;
        return _order(flow.takers[index], flow.market, ONE_SHOT, price, lots[flow.market], nonce);
    }

    function _sell(Flow memory flow, uint256 index, uint48 nonce, uint32 quantity)
        private
        view
        returns (Draft memory)
    {
        uint32 price = prices[flow.market];
        return _order(flow.makers[index], flow.market, SELL | POST_ONLY, price, quantity, nonce);
    }

    function _fill(Flow memory flow, uint256 taker, uint256 maker)
        private
        view
        returns (BatchCodec.Fill memory)
    {
        return BatchCodec.Fill(uint16(taker), uint16(maker), lots[flow.market], 0, false);
    }

    function _measure(Flow memory flow, Draft[] memory drafts, BatchCodec.Fill[] memory fills)
        private
        returns (uint256)
    {
        if (flow.byAgents) {
            for (uint256 i = 0; i < drafts.length; ++i) {
                (, uint256 key) = _keyOf(Trader(drafts[i].order.account, drafts[i].key));
                drafts[i].signature = _sign(key, SignedStructs.hash(drafts[i].order));
            }
        }
        (bytes memory batch,) =
            BatchCodec.encode(_pack(_next(), drafts, fills, new WithdrawalDraft[](0)));
        vm.prank(OPERATOR);
        house.settle(batch);
        return vm.lastCallGas().gasTotalUsed;
    }
}
