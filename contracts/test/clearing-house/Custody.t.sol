// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "../../src/clearing-house/IClearingHouse.sol";
import { IClearingHouseErrors } from "../../src/clearing-house/IClearingHouseErrors.sol";
import { IClearingHouseEvents } from "../../src/clearing-house/IClearingHouseEvents.sol";
import { LedgerPage } from "../../src/clearing-house/LedgerPage.sol";
import { FeeOnTransferToken } from "../mocks/FeeOnTransferToken.sol";
import { NoReturnToken } from "../mocks/NoReturnToken.sol";
import { BatchCodec } from "./BatchCodec.sol";
import { ClearingHouseFixture } from "./ClearingHouseFixture.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Money in and out: deposits, signed withdrawals, exits.
contract CustodyTest is ClearingHouseFixture {
    address private constant NATIVE_TOKEN = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;

    /// How a receiver of native LUX behaves.
    bool private refusesNative;
    bool private reenters;

    receive() external payable {
        if (refusesNative) revert("no native LUX");
        if (reenters) house.depositNative{ value: 1e12 }();
    }

    // Deposits

    function test_deposit_creditsQuantaAndCounts() public {
        _give(alice.account, LETH, 3e8);
        vm.expectEmit();
        emit IClearingHouseEvents.Deposited(1, alice.account, LETH, 2e8, alice.account);
        vm.startPrank(alice.account);
        assertEq(house.deposit(tokens[LETH], 2e18), 1);
        assertEq(house.deposit(tokens[LETH], 1e10), 2);
        assertEq(house.depositCount(), 2);
        assertEq(house.balanceOf(alice.account, LETH), 2e8 + 1);
        assertEq(house.assetAt(LETH).custody, 2e8 + 1);
        assertEq(IERC20(tokens[LETH]).balanceOf(address(house)), 2e18 + 1e10);
        assertEq(house.balancesOf(alice.account)[LETH], 2e8 + 1);
    }

    function test_depositFor_creditsSomebodyElse() public {
        uint256 amount = _give(alice.account, LBTC, 5);
        vm.prank(alice.account);
        house.depositFor(bob.account, tokens[LBTC], amount);
        assertEq(house.balanceOf(bob.account, LBTC), 5);
        assertEq(house.balanceOf(alice.account, LBTC), 0);
        vm.expectRevert(IClearingHouseErrors.ZeroAddress.selector);
        house.depositFor(address(0), tokens[LBTC], amount);
    }

    function test_depositWithPermit_needsNoApprovalAndSurvivesItsUseByOthers() public {
        lusd.mint(alice.account, 10e6);
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 message =
            keccak256(abi.encode(typeHash, alice.account, address(house), 10e6, 0, START));
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", lusd.DOMAIN_SEPARATOR(), message));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(alice.key, digest);
        // Somebody saw the permit and brought it first.
        lusd.permit(alice.account, address(house), 10e6, START, v, r, s);
        vm.prank(alice.account);
        house.depositWithPermit(address(lusd), 10e6, START, v, r, s);
        assertEq(house.balanceOf(alice.account, LUSD), 10e6);
    }

    function test_depositNative_wraps() public {
        vm.deal(alice.account, 3 ether);
        vm.prank(alice.account);
        house.depositNative{ value: 2 ether }();
        assertEq(house.balanceOf(alice.account, WLUX), 2e6);
        assertEq(IERC20(wlux).balanceOf(address(house)), 2 ether);
        vm.prank(alice.account);
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.NotWholeQuanta.selector, 1e12 + 1, 1e12, 2e12
            )
        );
        house.depositNative{ value: 1e12 + 1 }();
        vm.prank(alice.account);
        vm.expectRevert(IClearingHouseErrors.UseDepositNative.selector);
        (bool success,) = address(house).call{ value: 1 }("");
        success;
    }

    function test_deposit_refusesWithWhatWouldDo() public {
        _give(alice.account, LETH, 10);
        vm.startPrank(alice.account);
        vm.expectRevert(IClearingHouseErrors.NothingToDeposit.selector);
        house.deposit(tokens[LETH], 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.NotWholeQuanta.selector, 2e10 - 1, 1e10, 2e10
            )
        );
        house.deposit(tokens[LETH], 2e10 - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IClearingHouseErrors.UnknownToken.selector, address(this))
        );
        house.deposit(address(this), 1);
    }

    function test_deposit_refusesBeyondTheLimitOfCustody() public {
        _deposit(alice.account, LUSD, LedgerPage.MAX_QUANTA - 5);
        uint256 amount = _give(bob.account, LUSD, 6);
        vm.startPrank(bob.account);
        vm.expectRevert(
            abi.encodeWithSelector(IClearingHouseErrors.CustodyFull.selector, LUSD, amount, 5)
        );
        house.deposit(tokens[LUSD], amount);
        house.deposit(tokens[LUSD], 5);
    }

    function test_deposit_stopsAndResumes() public {
        uint256 amount = _give(alice.account, LUSD, 5e6);
        vm.prank(OWNER);
        house.setDepositsAllowed(LUSD, false);
        vm.prank(alice.account);
        vm.expectRevert(abi.encodeWithSelector(IClearingHouseErrors.DepositsStopped.selector, LUSD));
        house.deposit(tokens[LUSD], amount);
        vm.prank(GUARDIAN);
        house.pause();
        vm.prank(OWNER);
        house.setDepositsAllowed(LUSD, true);
        vm.prank(alice.account);
        vm.expectRevert(IClearingHouseErrors.ClearingHousePaused.selector);
        house.deposit(tokens[LUSD], amount);
        vm.prank(OWNER);
        house.unpause();
        vm.prank(alice.account);
        house.deposit(tokens[LUSD], amount);
    }

    function test_deposit_refusesTokensThatTakeAFee() public {
        FeeOnTransferToken token = new FeeOnTransferToken(alice.account, 1e6);
        vm.prank(OWNER);
        house.listAsset(IClearingHouse.AssetListing(address(token), 0));
        vm.startPrank(alice.account);
        IERC20(address(token)).approve(address(house), 1e6);
        vm.expectPartialRevert(IClearingHouseErrors.UnexpectedAmountReceived.selector);
        house.deposit(address(token), 1e6);
    }

    function test_deposit_takesTokensThatReturnNothing() public {
        NoReturnToken token = new NoReturnToken(alice.account, 1e6);
        vm.prank(OWNER);
        uint256 asset = house.listAsset(IClearingHouse.AssetListing(address(token), 0));
        vm.startPrank(alice.account);
        // Its approve returns nothing either.
        (bool approved,) =
            address(token).call(abi.encodeCall(IERC20.approve, (address(house), 1e6)));
        assertTrue(approved);
        house.deposit(address(token), 1e6);
        assertEq(house.balanceOf(alice.account, asset), 1e6);
    }

    // Signed withdrawals

    function test_withdrawal_paysByTheOwnersSignature() public {
        _deposit(alice.account, LETH, 5e8);
        WithdrawalDraft memory draft = _withdrawal(alice, LETH, 2e8, 1);
        draft.withdrawal.to = bob.account;
        vm.expectEmit();
        emit IClearingHouseEvents.Withdrawn(alice.account, LETH, bob.account, 2e8, 1, false);
        _settle(_paying(draft));
        assertEq(IERC20(tokens[LETH]).balanceOf(bob.account), 2e18);
        assertEq(house.balanceOf(alice.account, LETH), 3e8);
        assertEq(house.assetAt(LETH).custody, 3e8);
        assertEq(house.accountOf(alice.account).withdrawalNonce, 1);
    }

    function test_withdrawal_isPaidOnceWithGrowingNonces() public {
        _deposit(alice.account, LUSD, 5e6);
        _settle(_paying(_withdrawal(alice, LUSD, 1e6, 7)));
        for (uint48 nonce = 6; nonce <= 7; ++nonce) {
            _refuse(
                _paying(_withdrawal(alice, LUSD, 1e6, nonce)),
                abi.encodeWithSelector(
                    IClearingHouseErrors.WithdrawalNonceUsed.selector, 0, alice.account, nonce, 7
                )
            );
        }
        _settle(_paying(_withdrawal(alice, LUSD, 1e6, 8)));
    }

    function test_withdrawal_isNeverATradingKeys() public {
        _deposit(alice.account, LUSD, 5e6);
        (address key, uint256 secret) = makeAddrAndKey("key");
        vm.prank(alice.account);
        house.approveAgent(
            IClearingHouse.AgentApproval(
                alice.account, key, START + 1 days, type(uint64).max, type(uint128).max, 1
            ),
            ""
        );
        WithdrawalDraft memory draft = _withdrawal(alice, LUSD, 1e6, 1);
        draft.key = secret;
        _refuse(
            _paying(draft),
            abi.encodeWithSelector(IClearingHouseErrors.WrongSigner.selector, 0, alice.account, key)
        );
    }

    function test_withdrawal_refusesWhatIsNotThere() public {
        _deposit(alice.account, LUSD, 5e6);
        _refuse(
            _paying(_withdrawal(alice, LUSD, 5e6 + 1, 1)),
            abi.encodeWithSelector(
                IClearingHouseErrors.InsufficientBalance.selector, alice.account, LUSD, 5e6, 5e6 + 1
            )
        );
        _refuse(
            _paying(_withdrawal(alice, LUSD, 0, 1)),
            abi.encodeWithSelector(IClearingHouseErrors.InvalidWithdrawal.selector, 0)
        );
        WithdrawalDraft memory draft = _withdrawal(alice, LUSD, 1, 1);
        vm.warp(START + 1 hours + 30 minutes + 1);
        _refuse(
            _paying(draft),
            abi.encodeWithSelector(
                IClearingHouseErrors.SignatureExpired.selector, 0, START + 1 hours
            )
        );
    }

    function _nativeWithdrawal() private returns (WithdrawalDraft memory draft) {
        vm.deal(alice.account, 10 ether);
        vm.prank(alice.account);
        house.depositNative{ value: 5 ether }();
        draft = _withdrawal(alice, WLUX, 2e6, 1);
        draft.withdrawal.asset = NATIVE_TOKEN;
        draft.withdrawal.to = address(this);
        draft.form = NATIVE;
    }

    function test_withdrawal_unwrapsWhenNativeWasSigned() public {
        WithdrawalDraft memory draft = _nativeWithdrawal();
        uint256 before = address(this).balance;
        _settle(_paying(draft));
        assertEq(address(this).balance, before + 2 ether);
        // Signed for the token it cannot be paid natively.
        WithdrawalDraft memory wrapped = _withdrawal(alice, WLUX, 1e6, 2);
        wrapped.form = NATIVE;
        (bytes memory encoded,) = BatchCodec.encode(_paying(wrapped));
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IClearingHouseErrors.WrongSigner.selector);
        house.settle(encoded);
    }

    function test_withdrawal_paysWrappedWhereNativeIsRefused() public {
        WithdrawalDraft memory draft = _nativeWithdrawal();
        refusesNative = true;
        _settle(_paying(draft));
        assertEq(IERC20(wlux).balanceOf(address(this)), 2 ether);
    }

    function test_withdrawal_cannotBeReentered() public {
        WithdrawalDraft memory draft = _nativeWithdrawal();
        reenters = true;
        uint256 deposits = house.depositCount();
        _settle(_paying(draft));
        // The re-entering receiver failed, and got it wrapped.
        assertEq(house.depositCount(), deposits);
        assertEq(IERC20(wlux).balanceOf(address(this)), 2 ether);
    }

    // Exits

    function test_exit_paysEverythingToTheOwnerWhilePausedAndWithoutOperator() public {
        _deposit(alice.account, LUSD, 5e6);
        _deposit(alice.account, LBTC, 7);
        vm.startPrank(OWNER);
        house.setOperator(OPERATOR, false);
        house.pause();
        vm.stopPrank();
        vm.expectEmit();
        emit IClearingHouseEvents.ExitRequested(alice.account, START + 60, START + 1 hours);
        vm.prank(alice.account);
        house.requestExit();
        uint256[] memory assets = new uint256[](4);
        (assets[0], assets[1], assets[2], assets[3]) = (LBTC, LETH, LUSD, LUSD);
        vm.warp(START + 1 hours - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.ExitNotFinalisable.selector, alice.account, START + 1 hours
            )
        );
        house.finaliseExit(alice.account, assets);
        vm.warp(START + 1 hours);
        vm.prank(STRANGER);
        house.finaliseExit(alice.account, assets);
        assertEq(lusd.balanceOf(alice.account), 5e6);
        assertEq(lbtc.balanceOf(alice.account), 7);
        assertEq(house.balanceOf(alice.account, LUSD) + house.balanceOf(alice.account, LBTC), 0);
        assertEq(house.assetAt(LUSD).custody, 0);
    }

    function test_exit_bindsSettlementAfterAMinute() public {
        _deposit(alice.account, LUSD, 10_000e6);
        _deposit(bob.account, LETH, 1e8);
        vm.prank(bob.account);
        house.requestExit();
        Draft memory sell = _order(bob, ETH_USDT, SELL, 300_000, 1000, 64);
        vm.warp(START + 59);
        _settle(_pair(_order(alice, ETH_USDT, ONE_SHOT, 300_000, 500, 1), sell, 500));
        vm.warp(START + 60);
        BatchCodec.PackedBatch memory batch =
            _pair(_order(alice, ETH_USDT, ONE_SHOT, 300_000, 500, 2), sell, 500);
        bytes memory reason = abi.encodeWithSelector(
            IClearingHouseErrors.AccountExiting.selector, bob.account, START + 60
        );
        _refuse(batch, reason);
        uint256 amount = _give(bob.account, LUSD, 1e6);
        vm.startPrank(bob.account);
        vm.expectRevert(reason);
        house.deposit(tokens[LUSD], amount);
        house.cancelExit();
        vm.stopPrank();
        _settle(batch);
    }

    function test_exit_isRequestedOnceAndByItsOwner() public {
        vm.startPrank(alice.account);
        vm.expectRevert(
            abi.encodeWithSelector(IClearingHouseErrors.NoExitRequested.selector, alice.account)
        );
        house.cancelExit();
        vm.expectRevert(
            abi.encodeWithSelector(IClearingHouseErrors.NoExitRequested.selector, alice.account)
        );
        house.finaliseExit(alice.account, new uint256[](0));
        house.requestExit();
        vm.warp(START + 30 minutes);
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.ExitRequestedAlready.selector, alice.account, START + 1 hours
            )
        );
        house.requestExit();
        house.cancelExit();
        IClearingHouse.AccountState memory account = house.accountOf(alice.account);
        assertFalse(account.exiting);
        assertEq(account.exitFinalisableAt, 0);
    }
}
